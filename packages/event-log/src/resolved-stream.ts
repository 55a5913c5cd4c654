import {
  type AnyDatabase,
  type AnyTransaction,
  type ArrayElement,
  arrayParameter,
  type Database,
} from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import type { Position, Resolution, ResolutionChanges, ResolvedEvent, Watermark } from './event-log.ts';
import { readEntries } from './read-entries.ts';
import { withRetries } from './retried-entries.ts';

/** Of a resolution that changes nothing. */
export const noChanges: ResolutionChanges = {
  setChanges: [],
  ceased: [],
  reattributed: [],
  linkChanges: [],
  traitChanges: [],
  consentChanges: [],
  quarantineChanges: [],
};

// An object of this file has no keys but those of its type.
const changeNames = Object.keys(noChanges) as readonly (keyof ResolutionChanges)[];

/** Adds to the resolved stream, in the transaction that writes what was resolved. */
export async function appendResolutions(
  trx: AnyTransaction,
  tenantId: string,
  resolutions: readonly Resolution[],
): Promise<void> {
  if (resolutions.length === 0) return;
  const column = (type: ArrayElement, read: (resolution: Resolution) => string | number | null) =>
    arrayParameter(trx, type, resolutions.map(read));
  await sql`insert into event_log.resolved
      (tenant_id, position, logged_at, event_id, identifier_id, profile_id, changes)
    select ${tenantId}, r.position, r.logged_at, r.event_id, r.identifier_id, r.profile_id,
      r.changes::jsonb
    from unnest(
      ${column('int8', ({ position }) => position)},
      ${column('int8', ({ loggedAt }) => loggedAt)},
      ${column('uuid', ({ eventId }) => eventId)},
      ${column('uuid', ({ identifierId }) => identifierId)},
      ${column('uuid', ({ profileId }) => profileId)},
      ${column('text', encodeChanges)}
    ) r(position, logged_at, event_id, identifier_id, profile_id, changes)`.execute(trx);
}

/** The consumer that writes the resolved stream, in the transaction that moves its position. */
export const RESOLVING_CONSUMER = 'profile';

/**
 * Resolved entries after a position, in order, with the accepted entries they speak of. A position without an entry was
 * parked when it was resolved; a retry of it carries the content of the entry that it names.
 */
export async function readResolved(
  database: AnyDatabase,
  tenantId: string,
  after: Position,
  limit: number,
): Promise<{ readonly events: readonly ResolvedEvent[]; readonly watermark: Watermark }> {
  const { rows, watermark } = await database.as<EventLogDatabase>().inTenant(tenantId, async (trx) => {
    const mark = await readWatermark(trx, tenantId);
    const found = await trx
      .selectFrom('event_log.resolved')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('position', '>', after)
      .where('position', '<=', mark.through)
      .orderBy('position')
      .limit(limit)
      .execute();
    return { rows: found, watermark: mark };
  });
  const last = rows.at(-1)?.position ?? after;
  const entries = await withRetries(
    RESOLVING_CONSUMER,
    await readEntries(database, tenantId, after, last - after),
    (before, amount) => readEntries(database, tenantId, before, amount),
  );
  const entryAt = new Map(entries.map((entry) => [entry.position, entry]));
  const events = rows.map((row): ResolvedEvent => {
    const event = entryAt.get(row.position);
    if (!event) throw new Error(`Entry ${row.position} of tenant ${tenantId} is resolved but not in the log`);
    return {
      version: 1,
      position: row.position,
      loggedAt: row.logged_at,
      eventId: row.event_id,
      identifierId: row.identifier_id,
      profileId: row.profile_id,
      ...decodeChanges(row.changes),
      event,
    };
  });
  return { events, watermark };
}

/** Positions that were parked are resolved too: there is nothing to wait for. */
async function readWatermark(trx: Transaction<EventLogDatabase>, tenantId: string): Promise<Watermark> {
  const { rows } = await sql<Watermark>`
    select p.position as through, coalesce(
      (select r.logged_at from event_log.resolved r where r.tenant_id = p.tenant_id and r.position = p.position),
      (select a.logged_at from event_log.accepted a where a.tenant_id = p.tenant_id and a.position = p.position),
      (select r.logged_at from event_log.resolved r
        where r.tenant_id = p.tenant_id and r.position < p.position order by r.position desc limit 1),
      0) as clock
    from event_log.consumer_position p
    where p.tenant_id = ${tenantId} and p.consumer = ${RESOLVING_CONSUMER}`.execute(trx);
  return rows[0] ?? { through: 0, clock: 0 };
}

/** How far each tenant's stream is resolved; tenants without a resolved entry are left out. */
export async function findResolved(
  database: Database<EventLogDatabase>,
): Promise<readonly { readonly tenantId: string; readonly through: Position }[]> {
  return database.asSystem((trx) =>
    trx
      .selectFrom('event_log.consumer_position')
      .select(['tenant_id as tenantId', 'position as through'])
      .where('consumer', '=', RESOLVING_CONSUMER)
      .where('position', '>', 0)
      .orderBy('tenant_id')
      .execute(),
  );
}

/** Null when nothing changed, which is so for most entries. */
function encodeChanges(resolution: ResolutionChanges): string | null {
  const made = changeNames.filter((name) => resolution[name].length > 0);
  return made.length === 0
    ? null
    : JSON.stringify(Object.fromEntries(made.map((name) => [name, resolution[name]])));
}

function decodeChanges(stored: unknown): ResolutionChanges {
  // The column holds only what `encodeChanges` wrote.
  return { ...noChanges, ...(stored as Partial<ResolutionChanges> | null) };
}
