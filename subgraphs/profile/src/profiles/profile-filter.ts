import type { ConsentPurpose } from '../configuration/configuration.ts';

/** Conditions on profiles; null and left out mean any. Times are milliseconds. */
export interface ProfileFilter {
  readonly hasIdentifierType?: string | null | undefined;
  readonly firstSeenFrom?: number | null | undefined;
  readonly lastSeenFrom?: number | null | undefined;
  readonly lastSeenBefore?: number | null | undefined;
  readonly traitEquals?: { readonly name: string; readonly value: unknown } | null | undefined;
  readonly consentGranted?: ConsentPurpose | null | undefined;
}

export type ProfileOrder = 'LAST_SEEN_DESC' | 'LAST_SEEN_ASC' | 'FIRST_SEEN_DESC' | 'FIRST_SEEN_ASC';

/** What is wrong with a filter, naming the limit; null when nothing is. */
export function problemOf({ hasIdentifierType, traitEquals }: ProfileFilter): string | null {
  if (hasIdentifierType != null && !isName(hasIdentifierType, 100)) {
    return 'filter.hasIdentifierType must have 1 to 100 characters.';
  }
  if (traitEquals == null) return null;
  if (!isName(traitEquals.name, 200)) return 'filter.traitEquals.name must have 1 to 200 characters.';
  const { value } = traitEquals;
  if (typeof value === 'boolean' || typeof value === 'number') return null;
  if (typeof value === 'string' && value.length <= 1_000 && isStorable(value)) return null;
  return 'filter.traitEquals.value must be a text of at most 1,000 characters, a number, true or false.';
}

function isName(text: string, max: number): boolean {
  return text.length >= 1 && text.length <= max && isStorable(text);
}

/** PostgreSQL keeps no null character and no half of a surrogate pair. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
