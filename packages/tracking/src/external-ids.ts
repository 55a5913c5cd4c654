import type { DroppedIdentifier } from './dropped-identifier.ts';
import type { IdentifierValue } from './identifier-types.ts';
import { maxExternalIds } from './limits.ts';

const typeName = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

/** Identifiers declared in `context.externalIds`: those of users, not encoded. What cannot be read is reported. */
export function externalIdCandidates(
  list: unknown,
  dropped: DroppedIdentifier[],
): readonly IdentifierValue[] {
  if (!Array.isArray(list)) return [];
  if (list.length > maxExternalIds) dropped.push({ type: 'externalIds', value: '', reason: 'TOO_MANY' });
  const found: IdentifierValue[] = [];
  for (const entry of list.slice(0, maxExternalIds)) {
    const fault = readExternalId(entry, found);
    if (fault !== null) dropped.push(fault);
  }
  return found;
}

/** Identifiers of accounts are passed over: they are no identifiers of a person, and nothing is wrong with them. */
function readExternalId(entry: unknown, found: IdentifierValue[]): DroppedIdentifier | null {
  if (typeof entry !== 'object' || entry === null) {
    return { type: 'externalIds', value: '', reason: 'NOT_A_STRING' };
  }
  const { id, type, collection, encoding } = entry as Readonly<Record<string, unknown>>; // an object
  if (typeof type !== 'string') return { type: 'externalIds', value: '', reason: 'INVALID_TYPE' };
  const name = type.trim().toLowerCase();
  if (name === 'group_id' || (collection !== undefined && collection !== 'users')) return null;
  if (!typeName.test(name)) return { type: 'externalIds', value: '', reason: 'INVALID_TYPE' };
  if (typeof id !== 'string') return { type: name, value: '', reason: 'NOT_A_STRING' };
  if (encoding !== undefined && encoding !== 'none') {
    return { type: name, value: id, reason: 'UNSUPPORTED_ENCODING' };
  }
  found.push({ type: name, value: id });
  return null;
}
