import { createTenant, type NewEntry, type PostgresEventLog } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';

/** An event of a user, as ingestion hands it to the log. */
export function toEvent(given: {
  readonly user: string;
  readonly event: string;
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly properties?: object;
}): NewEntry {
  const { user, event, messageId, at, properties = {} } = given;
  return {
    sourceId: 'bench',
    messageId,
    kind: 'track',
    eventName: event,
    timestamp: at,
    originalTimestamp: at,
    sentAt: null,
    receivedAt: Date.now(),
    identifiers: [{ type: 'user_id', value: user }],
    mentions: [],
    payload: JSON.stringify({ properties, type: 'track' }),
  };
}

/** Appends entries in groups that the log takes well; gives the last position. */
export async function appendAll(
  log: PostgresEventLog,
  tenantId: string,
  entries: readonly NewEntry[],
): Promise<number> {
  let position = 0;
  for (let start = 0; start < entries.length; start += 400) {
    const results = await log.append(tenantId, entries.slice(start, start + 400));
    const last = results.at(-1);
    if (last?.status !== 'accepted') throw new Error('the log did not accept an entry of the bench');
    position = last.position;
  }
  return position;
}

export async function newTenant(database: AnyDatabase, id: string): Promise<string> {
  await createTenant(database, { id, name: id });
  return id;
}
