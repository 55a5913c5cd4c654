import { arrayParameter } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { ObservedEvent } from './observe.ts';
import type { ComputedTraitTables } from './tables.ts';

type Trx = Transaction<ComputedTraitTables>;

export async function insertObservedEvents(
  trx: Trx,
  tenantId: string,
  events: readonly ObservedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const column = (type: 'uuid' | 'int8' | 'text', of: (event: ObservedEvent) => string | number | null) =>
    arrayParameter(trx, type, events.map(of));
  await sql`insert into segment.observed_event
      (tenant_id, event_id, identifier_id, time, order_value, trait_values)
    select ${tenantId}, e.event_id, e.identifier_id, e.time, e.order_value, e.trait_values
    from unnest(${column('uuid', ({ eventId }) => eventId)}, ${column('uuid', ({ identifierId }) => identifierId)},
      ${column('int8', ({ time }) => time)}, ${column('int8', ({ orderValue }) => orderValue)},
      ${column('text', ({ values }) => JSON.stringify(values))})
      e(event_id, identifier_id, time, order_value, trait_values)`.execute(trx);
}

/** Gives events to other identifiers; of several moves of one event the last counts. */
export async function moveObservedEvents(
  trx: Trx,
  tenantId: string,
  moves: readonly { readonly eventId: string; readonly to: string }[],
): Promise<void> {
  if (moves.length === 0) return;
  const latest = new Map(moves.map(({ eventId, to }) => [eventId, to]));
  const eventIds = arrayParameter(trx, 'uuid', [...latest.keys()]);
  const owners = arrayParameter(trx, 'uuid', [...latest.values()]);
  await sql`update segment.observed_event o set identifier_id = m.owner
    from unnest(${eventIds}, ${owners}) m(event_id, owner)
    where o.tenant_id = ${tenantId} and o.event_id = m.event_id`.execute(trx);
}

/** Events of identifiers until a moment, all when it is null; in order of time. */
export async function findObservedEvents(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
  until: number | null,
): Promise<readonly ObservedEvent[]> {
  if (identifierIds.length === 0) return [];
  let query = trx
    .selectFrom('segment.observed_event')
    .select([
      'event_id as eventId',
      'identifier_id as identifierId',
      'time',
      'order_value as orderValue',
      'trait_values as traitValues',
    ])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`identifier_id = any(${arrayParameter(trx, 'uuid', identifierIds)})`);
  if (until !== null) query = query.where('time', '<=', until);
  const rows = await query.orderBy('time').orderBy('event_id').execute();
  return rows.map(({ traitValues, ...event }) => ({
    ...event,
    // Only `insertObservedEvents` writes the column.
    values: JSON.parse(traitValues) as ObservedEvent['values'],
  }));
}
