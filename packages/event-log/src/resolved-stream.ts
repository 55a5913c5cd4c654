import {
  type AnyDatabase,
  type AnyTransaction,
  type ArrayElement,
  arrayParameter,
} from '@customer360/postgres';
import { sql } from 'kysely';
import type { EventLogDatabase } from './database.ts';
import type { Position, Resolution, ResolvedEvent, Watermark } from './event-log.ts';
import { readEntries } from './read-entries.ts';

type Changes = Pick<Resolution, 'setChanges' | 'reattributed' | 'traitChanges' | 'consentChanges'>;

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

/** Resolved entries after a position, in order, with the accepted entries they speak of. */
export async function readResolved(
  database: AnyDatabase,
  tenantId: string,
  after: Position,
  limit: number,
): Promise<{ readonly events: readonly ResolvedEvent[]; readonly watermark: Watermark }> {
  const { rows, watermark } = await database.as<EventLogDatabase>().inTenant(tenantId, async (trx) => {
    const resolved = trx.selectFrom('event_log.resolved').where('tenant_id', '=', tenantId);
    const newest = await resolved
      .select(['position as through', 'logged_at as clock'])
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    const found = await resolved
      .selectAll()
      .where('position', '>', after)
      .orderBy('position')
      .limit(limit)
      .execute();
    return { rows: found, watermark: newest ?? { through: 0, clock: 0 } };
  });
  const last = rows.at(-1)?.position ?? after;
  const entries = await readEntries(database, tenantId, after, last - after);
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

/** Null when nothing changed, which is so for most entries. */
function encodeChanges(resolution: Changes): string | null {
  const { setChanges, reattributed, traitChanges, consentChanges } = resolution;
  const changes = Object.entries({ setChanges, reattributed, traitChanges, consentChanges });
  const made = changes.filter(([, list]) => list.length > 0);
  return made.length === 0 ? null : JSON.stringify(Object.fromEntries(made));
}

function decodeChanges(stored: unknown): Changes {
  // The column holds only what `encodeChanges` wrote.
  const changes = (stored ?? {}) as Partial<Changes>;
  return {
    setChanges: changes.setChanges ?? [],
    reattributed: changes.reattributed ?? [],
    traitChanges: changes.traitChanges ?? [],
    consentChanges: changes.consentChanges ?? [],
  };
}
