import type { IdentifierValue, LogEntry, NewEntry } from '@customer360/event-log';
import { matchesPattern, pageConsentCategories, pageLimits } from './defaults.ts';
import { toEntries, toLogEntry, type History } from './history.ts';
import { Oracle } from './oracle.ts';
import { sampleKeyedIds } from './sample-keyed-ids.ts';
import type { IdentifierState, MergeRecordRow, Snapshot } from './snapshot.ts';

const RECEIVED_AT = Date.UTC(2026, 5, 1);

/** A history after the oracle has folded it, with the words to ask about it. */
export interface Played extends Snapshot {
  identifier(name: string): IdentifierState;
  /** The profile that a value is in. */
  profileOf(name: string): string;
  /** The profile id that a value was born with. */
  ownProfileOf(name: string): string;
  /** The profile of what is left of a closed value. */
  remainderOf(name: string): string;
  /** The profile to which the entry at a position is attributed. */
  profileAt(position: number): string | undefined;
  recordsOf(kind: MergeRecordRow['kind']): string[];
  /** Golden values of a profile. */
  goldenOf(profileId: string): Record<string, unknown>;
  consentOf(profileId: string, purpose: string): string;
}

export const oracleOptions = {
  ids: sampleKeyedIds(),
  limits: pageLimits,
  consentCategories: pageConsentCategories,
  matchesPattern,
};

/** Entries as a log would give them back that is in no store. */
export function logged(entries: readonly NewEntry[], loggedAt: number): LogEntry[] {
  return entries.map((entry, index) => toLogEntry(entry, index + 1, oracleOptions.ids, loggedAt));
}

/** Short names of identifiers: `type:value`. */
export function named(name: string): IdentifierValue {
  const [type = '', value = ''] = name.split(':');
  return { type, value };
}

/** `Folding` is the oracle, or one with a fault. */
export function play(history: History, Folding: typeof Oracle = Oracle): Played {
  const { ids } = oracleOptions;
  const values = new Map<string, IdentifierValue>();
  const oracle = new Folding({
    ...oracleOptions,
    valueOf: (id) => values.get(id) ?? { type: '', value: '' },
  });
  const entries = toEntries(history, oracleOptions, RECEIVED_AT);
  for (const { type, value } of entries.flatMap(({ identifiers }) => identifiers)) {
    values.set(ids.valueHash(type, value), { type, value });
  }
  for (const entry of logged(entries, RECEIVED_AT)) oracle.append(entry);
  const snapshot = oracle.snapshot();
  const identifier = (name: string): IdentifierState => {
    const { type, value } = named(name);
    const found = snapshot.identifiers.find(({ id }) => id === ids.valueHash(type, value));
    if (found === undefined) throw new Error(`${name} is not born`);
    return found;
  };
  return {
    ...snapshot,
    identifier,
    profileOf: (name) => identifier(name).profileId,
    ownProfileOf: (name) => identifier(name).ownProfileId,
    remainderOf: (name) => {
      const { id } = identifier(name);
      const remainder = snapshot.profiles.find((profile) => profile.remainder && profile.founderId === id);
      if (remainder === undefined) throw new Error(`${name} is not closed`);
      return remainder.id;
    },
    profileAt: (position) => snapshot.attributions.find((one) => one.position === position)?.profileId,
    recordsOf: (kind) => snapshot.records.filter((record) => record.kind === kind).map(({ rule }) => rule),
    goldenOf: (profileId) =>
      Object.fromEntries(
        snapshot.goldenValues
          .filter((golden) => golden.profileId === profileId)
          .map(({ trait, value }) => [trait, JSON.parse(value) as unknown]),
      ),
    consentOf: (profileId, purpose) =>
      snapshot.consents.find((one) => one.profileId === profileId && one.purpose === purpose)?.status ??
      'DENIED',
  };
}
