import { arrayParameter } from '@customer360/postgres';
import type { HistoryReader, RuleEvent } from '@customer360/segment-rules';
import { sql, type Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';
import type { Interest } from './interest.ts';

type Trx = Transaction<SegmentDatabase>;

interface EventRow {
  readonly eventId: string;
  readonly identifierId: string;
  readonly name: string | null;
  readonly time: number;
}

interface ValueRow {
  readonly path: string;
  readonly number: string | null;
  readonly text: string | null;
  readonly truth: boolean | null;
}

export const noHistory: HistoryReader = { eventsOf: () => [] };

/** The stored events of profiles or identifiers that conditions may select, read ahead. */
export async function readHistory(
  trx: Trx,
  tenantId: string,
  about: { readonly column: 'profile_id' | 'identifier_id'; readonly ids: readonly string[] },
  interest: Interest,
): Promise<readonly RuleEvent[]> {
  if (about.ids.length === 0 || interest.isNothing) return [];
  const events = await findEvents(trx, tenantId, about, interest);
  const eventIds = events.map(({ eventId }) => eventId);
  const values = await findValues(trx, tenantId, eventIds);
  const observations = await findObservations(trx, tenantId, eventIds);
  return events.map((event) => ({
    ...event,
    source: 'stored',
    properties: Object.fromEntries((values.get(event.eventId) ?? []).map((row) => [row.path, valueOf(row)])),
    traits: Object.fromEntries(
      (observations.get(event.eventId) ?? []).map(({ trait, value }) => [
        trait,
        value === null ? null : JSON.parse(value),
      ]),
    ),
  }));
}

async function findEvents(
  trx: Trx,
  tenantId: string,
  { column, ids }: { readonly column: 'profile_id' | 'identifier_id'; readonly ids: readonly string[] },
  { names, traits, isEverything }: Interest,
): Promise<readonly EventRow[]> {
  const owners = sql`${sql.ref(column)} = any(${arrayParameter(trx, 'uuid', ids)})`;
  const selected = isEverything
    ? sql`true`
    : sql`(name = any(${arrayParameter(trx, 'text', names)}) or event_id in (
        select event_id from segment.trait_observation
        where tenant_id = ${tenantId} and ${owners} and trait = any(${arrayParameter(trx, 'text', traits)})))`;
  const { rows } =
    await sql<EventRow>`select event_id as "eventId", identifier_id as "identifierId", name, time
    from segment.event where tenant_id = ${tenantId} and ${owners} and ${selected}`.execute(trx);
  return rows;
}

/** Values under their paths; an object or a list is there without its parts. */
async function findValues(trx: Trx, tenantId: string, eventIds: readonly string[]) {
  const { rows } = await sql<ValueRow & { readonly eventId: string }>`select event_id as "eventId", path,
      number_value as number, string_value as text, boolean_value as truth
    from segment.event_value
    where tenant_id = ${tenantId} and event_id = any(${arrayParameter(trx, 'uuid', eventIds)})`.execute(trx);
  return Map.groupBy(rows, ({ eventId }) => eventId);
}

async function findObservations(trx: Trx, tenantId: string, eventIds: readonly string[]) {
  const { rows } = await sql<{
    readonly eventId: string;
    readonly trait: string;
    readonly value: string | null;
  }>`
    select event_id as "eventId", trait, value from segment.trait_observation
    where tenant_id = ${tenantId} and event_id = any(${arrayParameter(trx, 'uuid', eventIds)})`.execute(trx);
  return Map.groupBy(rows, ({ eventId }) => eventId);
}

function valueOf({ number, text, truth }: ValueRow): unknown {
  if (number !== null) return Number(number);
  return text ?? truth ?? [];
}
