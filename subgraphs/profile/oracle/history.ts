import type { IdentifierValue, KeyedIds, LogEntry, NewEntry, TrackingKind } from '@customer360/event-log';
import { sortedJson } from './golden.ts';
import { Oracle, type OracleOptions } from './oracle.ts';

/** A profile id as a command names it. */
export type ProfileRef =
  | { readonly of: 'identifier' | 'remainder'; readonly identifier: IdentifierValue }
  | { readonly of: 'nonsense' }
  /** Not even an id. */
  | { readonly of: 'text' };

/** One line of a history, free of ids, so that lines can be dropped and the rest still makes sense. */
export type HistoryStep =
  | {
      readonly step: 'event';
      readonly kind: TrackingKind;
      readonly sourceId: string;
      readonly messageId: string;
      /** Milliseconds relative to when the history was received. */
      readonly at: number;
      readonly receivedAt: number;
      readonly identifiers: readonly IdentifierValue[];
      readonly traits?: Readonly<Record<string, unknown>>;
      readonly consent?: Readonly<Record<string, boolean>>;
    }
  | { readonly step: 'merge' | 'keepApart'; readonly a: ProfileRef; readonly b: ProfileRef }
  /** The merge record to undo: this many back from the latest; null for one that never was. */
  | { readonly step: 'unmerge'; readonly back: number | null }
  | { readonly step: 'block' | 'unblock'; readonly identifier: IdentifierValue }
  | {
      readonly step: 'consent';
      readonly profile: ProfileRef;
      readonly purpose: string;
      readonly status: 'GRANTED' | 'DENIED';
      /** Milliseconds relative to when the history was received; null for a grant without end. */
      readonly expiresAt: number | null;
    }
  | { readonly step: 'configure'; readonly configuration: string; readonly value: unknown };

export type History = readonly HistoryStep[];

const NO_ID = '00000000-0000-4000-8000-000000000000';

/** The births that a history has brought about so far. */
class Births {
  readonly #births = new Map<string, readonly [string, string, string, number]>();

  observe(step: HistoryStep): void {
    if (step.step !== 'event' || step.sourceId.startsWith('internal:')) return;
    step.identifiers.forEach(({ type, value }, rank) => {
      const key = `${type} ${value}`;
      if (!this.#births.has(key)) this.#births.set(key, [step.sourceId, step.messageId, type, rank]);
    });
  }

  profileId(ref: ProfileRef, ids: KeyedIds): string {
    if (ref.of === 'nonsense') return NO_ID;
    if (ref.of === 'text') return 'nobody';
    const birth = this.#births.get(`${ref.identifier.type} ${ref.identifier.value}`);
    if (birth === undefined) return NO_ID;
    return ref.of === 'identifier' ? ids.of('profile', ...birth) : ids.of('profile-remainder', ...birth, 0);
  }
}

function recordId(back: number | null, oracle: Oracle): string {
  if (back === null) return NO_ID;
  const merged = oracle.records.filter(({ kind }) => kind === 'MERGED');
  return merged.at(-1 - (back % Math.max(merged.length, 1)))?.id ?? NO_ID;
}

/** The log entries of a history. The oracle says which records there are to unmerge. */
export function toEntries(
  history: History,
  options: Omit<OracleOptions, 'valueOf'>,
  receivedAt: number,
): NewEntry[] {
  const { ids } = options;
  const values = new Map<string, IdentifierValue>();
  const oracle = new Oracle({
    ...options,
    valueOf: (id) => values.get(id) ?? { type: '', value: '' },
  });
  const births = new Births();
  const isAsked = history.some(({ step }) => step === 'unmerge');
  return history.map((step, index) => {
    births.observe(step);
    const entry = toEntry(step, index, { births, oracle, ids, receivedAt });
    for (const value of entry.identifiers) values.set(ids.valueHash(value.type, value.value), value);
    if (isAsked) oracle.append(toLogEntry(entry, index + 1, ids, receivedAt));
    return entry;
  });
}

/** An entry as the log would give it back, with hashes of values for identifier ids. */
export function toLogEntry(entry: NewEntry, position: number, ids: KeyedIds, loggedAt: number): LogEntry {
  const { sourceId, messageId, kind, eventName, timestamp, receivedAt, identifiers, payload } = entry;
  return {
    position,
    loggedAt,
    eventId: ids.eventId(sourceId, messageId),
    sourceId,
    kind,
    eventName,
    messageId,
    timestamp,
    receivedAt,
    time: Math.min(timestamp, receivedAt, loggedAt),
    identifiers: identifiers.map(({ type, value }) => ({ id: ids.valueHash(type, value), type })),
    payload,
    tombstonedBy: null,
  };
}

interface EntryContext {
  readonly births: Births;
  readonly oracle: Oracle;
  readonly ids: KeyedIds;
  readonly receivedAt: number;
}

function toEntry(step: HistoryStep, index: number, context: EntryContext): NewEntry {
  const { births, oracle, ids, receivedAt } = context;
  const base = { eventName: null, originalTimestamp: null, sentAt: null, mentions: [], receivedAt };
  const command = (
    payload: Readonly<Record<string, unknown>>,
    identifiers: readonly IdentifierValue[],
  ): NewEntry => ({
    ...base,
    sourceId: 'graphql',
    messageId: `command-${String(index)}`,
    kind: 'command',
    timestamp: receivedAt,
    identifiers,
    payload: sortedJson(payload),
  });
  switch (step.step) {
    case 'event': {
      const { kind, sourceId, messageId, at, identifiers, traits, consent } = step;
      const context = consent === undefined ? {} : { context: { consent: { categoryPreferences: consent } } };
      const payload = sortedJson({ type: kind, messageId, ...(traits && { traits }), ...context });
      const timestamp = receivedAt + at;
      return {
        ...base,
        receivedAt: receivedAt + step.receivedAt,
        sourceId,
        messageId,
        kind,
        timestamp,
        identifiers,
        payload,
      };
    }
    case 'merge':
    case 'keepApart': {
      const [a, b] = [births.profileId(step.a, ids), births.profileId(step.b, ids)];
      return command({ command: step.step === 'merge' ? 'mergeProfiles' : 'keepApart', a, b }, []);
    }
    case 'unmerge':
      return command({ command: 'unmergeProfiles', recordId: recordId(step.back, oracle) }, []);
    case 'block':
    case 'unblock':
      return command({ command: `${step.step}Identifier` }, [step.identifier]);
    case 'consent': {
      const { purpose, status } = step;
      const expiresAt = step.expiresAt === null ? null : receivedAt + step.expiresAt;
      const profileId = births.profileId(step.profile, ids);
      return command({ command: 'setConsent', profileId, purpose, status, expiresAt }, []);
    }
    case 'configure': {
      // Listed values travel as the entry's identifiers.
      const isList = step.configuration === 'blockedValues';
      const value = isList ? null : step.value;
      const listed = isList ? (step.value as readonly IdentifierValue[]) : [];
      return {
        ...command({ configuration: step.configuration, value }, listed),
        sourceId: 'internal:configuration',
        kind: 'configuration',
      };
    }
    default:
      return step satisfies never;
  }
}
