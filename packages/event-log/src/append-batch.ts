import {
  type AnyDatabase,
  type ArrayElement,
  arrayParameter,
  isConcurrencyFailure,
} from '@customer360/postgres';
import { sql } from 'kysely';
import type { NewEntry } from './event-log.ts';
import type { KeyedIds } from './keyed-ids.ts';

/** A new entry with the ids that its message gives it. */
export interface PreparedEntry {
  readonly entry: NewEntry;
  readonly eventId: string;
  readonly contentHash: string;
}

export function prepareEntry(ids: KeyedIds, entry: NewEntry): PreparedEntry {
  return {
    entry,
    eventId: ids.eventId(entry.sourceId, entry.messageId),
    contentHash: ids.contentHash(entry.contentKey ?? entry.payload),
  };
}

export interface KnownEntry {
  /** Null once an erasure has cleared it. */
  readonly contentHash: string | null;
  readonly position: number | null;
}

/** Either everything was written, from `firstPosition` on, or nothing, because some event ids are known. */
export type BatchOutcome =
  | { readonly firstPosition: number }
  | { readonly firstPosition: null; readonly known: ReadonlyMap<string, KnownEntry> };

interface AppendRow {
  first_position: number | null;
  known_places: number[] | null;
  known_hashes: (string | null)[] | null;
  known_positions: (number | null)[] | null;
}

/** Appends entries of different event ids in one statement, which is its own transaction. */
export async function appendBatch(options: AppendOptions): Promise<BatchOutcome> {
  try {
    return await sendBatch(options);
  } catch (error) {
    // A deadlock with maintenance undoes the whole statement, so it can be sent again.
    if (!isConcurrencyFailure(error)) throw error;
    return sendBatch(options);
  }
}

interface AppendOptions {
  readonly database: Pick<AnyDatabase, 'db'>;
  readonly tenantId: string;
  readonly ids: KeyedIds;
  /** Milliseconds; null for the database's clock. */
  readonly clock: number | null;
  readonly batch: readonly PreparedEntry[];
}

async function sendBatch(options: AppendOptions): Promise<BatchOutcome> {
  const { database, tenantId, ids, clock, batch } = options;
  const values = collectValues(ids, batch);
  const list = (type: ArrayElement, items: readonly (string | number | null)[]) =>
    arrayParameter(database.db, type, items);
  const column = (type: ArrayElement, read: (prepared: PreparedEntry) => string | number | null) =>
    list(type, batch.map(read));
  const { rows } = await sql<AppendRow>`select * from event_log.append(${tenantId}, ${clock}::int8,
    ${column('uuid', ({ eventId }) => eventId)},
    ${column('uuid', ({ contentHash }) => contentHash)},
    ${column('text', ({ entry }) => entry.sourceId)},
    ${column('text', ({ entry }) => entry.kind)},
    ${column('text', ({ entry }) => entry.messageId)},
    ${column('text', ({ entry }) => entry.eventName)},
    ${column('int8', ({ entry }) => entry.timestamp)},
    ${column('int8', ({ entry }) => entry.originalTimestamp)},
    ${column('int8', ({ entry }) => entry.sentAt)},
    ${column('int8', ({ entry }) => entry.receivedAt)},
    ${list('text', values.places)},
    ${column('text', ({ entry }) => `{${entry.identifiers.map(({ type }) => quote(type)).join(',')}}`)},
    ${column('text', ({ entry }) => mentionHashes(ids, entry))},
    ${column('text', ({ entry }) => entry.payload)},
    ${list('uuid', values.hashes)},
    ${list('uuid', values.ids)},
    ${list('text', values.types)},
    ${list('text', values.texts)})`.execute(database.db);
  const [row] = rows;
  if (!row) throw new Error('The append gave no answer');
  if (row.first_position !== null) return { firstPosition: row.first_position };
  const known = new Map<string, KnownEntry>();
  row.known_places?.forEach((place, index) => {
    const contentHash = row.known_hashes?.[index] ?? null;
    const position = row.known_positions?.[index] ?? null;
    known.set(batch[place - 1]?.eventId ?? '', { contentHash, position });
  });
  return { firstPosition: null, known };
}

/**
 * The batch's different identifier values. The candidate id of a value comes from the first message in the batch
 * that brings it; it becomes the value's id if the dictionary does not know the value.
 */
function collectValues(ids: KeyedIds, batch: readonly PreparedEntry[]) {
  const placeOf = new Map<string, number>();
  const values = {
    places: [] as string[],
    hashes: [] as string[],
    ids: [] as string[],
    types: [] as string[],
    texts: [] as string[],
  };
  for (const { entry } of batch) {
    const places = entry.identifiers.map(({ type, value }, rank) => {
      const key = `${type}\n${value}`;
      const known = placeOf.get(key);
      if (known !== undefined) return known;
      values.hashes.push(ids.valueHash(type, value));
      values.ids.push(ids.of('identifier', entry.sourceId, entry.messageId, rank));
      values.types.push(type);
      values.texts.push(value);
      placeOf.set(key, values.hashes.length);
      return values.hashes.length;
    });
    values.places.push(`{${places.join(',')}}`);
  }
  return values;
}

function mentionHashes(ids: KeyedIds, entry: NewEntry): string | null {
  if (entry.mentions.length === 0) return null;
  return `{${entry.mentions.map(({ type, value }) => ids.valueHash(type, value)).join(',')}}`;
}

function quote(word: string): string {
  return /^[a-z][a-z0-9_.]*$/.test(word) && word !== 'null' ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
}
