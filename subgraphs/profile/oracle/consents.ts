import type { LogEntry } from '@customer360/event-log';

export interface Statement {
  readonly entry: LogEntry;
  readonly purpose: string;
  readonly granted: boolean;
  readonly expiresAt: number;
  /** Of a `setConsent`: the attribution id that it is about. Of an event: null, as its attribution can change. */
  readonly attributedTo: string | null;
  /** Of a refusal: attribution ids. */
  readonly pins: readonly string[];
  /** Of a grant: the refusals that it overrides. */
  readonly overrides: readonly Statement[];
}

/** Who belongs to whom at some moment. */
export interface Belonging {
  readonly profileOf: (attributionId: string) => string | null;
  readonly attributionOf: (entry: LogEntry) => string | null;
  readonly attributionsOf: (profileId: string) => readonly string[];
}

export interface Decision {
  readonly purpose: string;
  readonly status: 'GRANTED' | 'DENIED';
  readonly expiresAt: number | null;
  readonly updatedAt: number;
}

interface Said {
  readonly purpose: string;
  readonly granted: boolean;
  readonly expiresAt: number;
}

function saidBy(entry: LogEntry, categories: Readonly<Record<string, string>>): Said[] {
  const payload = JSON.parse(entry.payload ?? '{}') as {
    command?: string;
    purpose?: string;
    status?: string;
    expiresAt?: number | null;
    context?: { consent?: { categoryPreferences?: Record<string, unknown> } };
  };
  if (entry.kind === 'command') {
    if (payload.command !== 'setConsent' || payload.purpose === undefined) return [];
    const granted = payload.status === 'GRANTED';
    return [
      { purpose: payload.purpose, granted, expiresAt: (granted ? payload.expiresAt : null) ?? Infinity },
    ];
  }
  const preferences = Object.entries(payload.context?.consent?.categoryPreferences ?? {})
    .filter(([category]) => Object.hasOwn(categories, category))
    .map(([category, allowed]) => ({ purpose: categories[category] ?? '', granted: allowed === true }));
  return [...new Set(preferences.map(({ purpose }) => purpose))].map((purpose) => ({
    purpose,
    granted: preferences.every((preference) => preference.purpose !== purpose || preference.granted),
    expiresAt: Infinity,
  }));
}

function applies(statement: Statement, profileId: string, belonging: Belonging): boolean {
  const about = statement.attributedTo ?? belonging.attributionOf(statement.entry);
  if (about !== null && belonging.profileOf(about) === profileId) return true;
  return statement.pins.some((pin) => belonging.profileOf(pin) === profileId);
}

export interface Spoken {
  readonly entry: LogEntry;
  /** Of a `setConsent`: the attribution id that it is about. */
  readonly attributedTo: string | null;
  readonly earlier: readonly Statement[];
  /** Who belonged to whom just after the entry. */
  readonly belonging: Belonging;
  readonly categories: Readonly<Record<string, string>>;
}

/** What an entry says of consent. */
export function statementsOf({ entry, attributedTo, earlier, belonging, categories }: Spoken): Statement[] {
  const about = attributedTo ?? belonging.attributionOf(entry);
  const profileId = about === null ? null : belonging.profileOf(about);
  if (profileId === null) return [];
  return saidBy(entry, categories).map((said) => ({
    ...said,
    entry,
    attributedTo,
    pins: said.granted ? [] : belonging.attributionsOf(profileId),
    overrides: !said.granted
      ? []
      : earlier.filter(
          (refusal) =>
            !refusal.granted &&
            refusal.purpose === said.purpose &&
            refusal.entry.time <= entry.time &&
            applies(refusal, profileId, belonging),
        ),
  }));
}

/** What a profile decided now, by purpose. */
export function decisionsOf(
  profileId: string,
  statements: readonly Statement[],
  belonging: Belonging,
): Decision[] {
  const applying = statements.filter((statement) => applies(statement, profileId, belonging));
  const purposes = [...new Set(applying.map(({ purpose }) => purpose))].toSorted();
  return purposes.map((purpose) => {
    const grants = applying.filter((one) => one.purpose === purpose && one.granted);
    const refusals = applying.filter((one) => one.purpose === purpose && !one.granted);
    const until = (refusal: Statement) =>
      Math.max(
        ...grants.filter((grant) => grant.overrides.includes(refusal)).map((grant) => grant.expiresAt),
      );
    const denying = refusals.filter((refusal) => until(refusal) === -Infinity);
    if (grants.length === 0 || denying.length > 0) {
      const updatedAt = Math.max(...denying.map(({ entry }) => entry.time));
      return { purpose, status: 'DENIED', expiresAt: null, updatedAt };
    }
    const end = Math.min(Math.max(...grants.map((grant) => grant.expiresAt)), ...refusals.map(until));
    const updatedAt = Math.max(...grants.map(({ entry }) => entry.time));
    return { purpose, status: 'GRANTED', expiresAt: end === Infinity ? null : end, updatedAt };
  });
}
