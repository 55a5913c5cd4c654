import { canonicalJson } from '@customer360/tracking';
import type { Transaction } from 'kysely';
import { isCounted, type RuleEvent, type SegmentEntry } from '../facts/entry.ts';
import { flattenValues } from '../facts/typed-value.ts';
import { inChunks } from './chunks.ts';
import type { SegmentProjection } from './tables.ts';
import { valueColumns } from './value-columns.ts';

type Trx = Transaction<SegmentProjection>;

/** Events with their values and observations; those that never count are left out. */
export async function writeEvents(trx: Trx, tenantId: string, given: readonly RuleEvent[]): Promise<void> {
  const events = given.filter(isCounted);
  if (events.length === 0) return;
  const profileOf = await findProfiles(trx, tenantId, [...new Set(events.map((one) => one.identifierId))]);
  const placed = events.map((event) => {
    const profileId = profileOf.get(event.identifierId);
    if (profileId === undefined) throw new Error(`Identifier ${event.identifierId} has no profile yet`);
    return { ...event, profileId };
  });
  await inChunks(placed, (chunk) =>
    trx
      .insertInto('segment.event')
      .values(
        chunk.map(({ eventId, identifierId, profileId, name, time }) => ({
          tenant_id: tenantId,
          event_id: eventId,
          identifier_id: identifierId,
          profile_id: profileId,
          name,
          time,
        })),
      )
      .execute(),
  );
  await writeValues(trx, tenantId, placed);
  await writeObservations(trx, tenantId, placed);
}

interface PlacedEvent extends RuleEvent {
  readonly profileId: string;
}

async function writeValues(trx: Trx, tenantId: string, events: readonly PlacedEvent[]): Promise<void> {
  const rows = events.flatMap(({ eventId, properties }) =>
    [...flattenValues(properties)].map(([path, value]) => ({
      tenant_id: tenantId,
      event_id: eventId,
      path,
      ...valueColumns(value),
    })),
  );
  await inChunks(rows, (chunk) => trx.insertInto('segment.event_value').values(chunk).execute());
}

async function writeObservations(trx: Trx, tenantId: string, events: readonly PlacedEvent[]): Promise<void> {
  const rows = events.flatMap(({ eventId, identifierId, profileId, time, traits }) =>
    Object.entries(traits).map(([trait, value]) => ({
      tenant_id: tenantId,
      event_id: eventId,
      trait,
      identifier_id: identifierId,
      profile_id: profileId,
      time,
      value: value === null || value === undefined ? null : canonicalJson(value),
    })),
  );
  await inChunks(rows, (chunk) => trx.insertInto('segment.trait_observation').values(chunk).execute());
}

/** Gives events to other identifiers. */
export async function moveEvents(
  trx: Trx,
  tenantId: string,
  moves: SegmentEntry['reattributed'],
): Promise<void> {
  if (moves.length === 0) return;
  const profileOf = await findProfiles(trx, tenantId, [...new Set(moves.map(({ to }) => to))]);
  for (const { eventId, to } of moves) {
    const profileId = profileOf.get(to);
    if (profileId === undefined) throw new Error(`Identifier ${to} has no profile yet`);
    for (const table of ['segment.event', 'segment.trait_observation'] as const) {
      await trx
        .updateTable(table)
        .set({ identifier_id: to, profile_id: profileId })
        .where('tenant_id', '=', tenantId)
        .where('event_id', '=', eventId)
        .execute();
    }
  }
}

async function findProfiles(
  trx: Trx,
  tenantId: string,
  identifierIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  await inChunks(identifierIds, async (chunk) => {
    const rows = await trx
      .selectFrom('segment.identifier')
      .select(['identifier_id as identifierId', 'profile_id as profileId'])
      .where('tenant_id', '=', tenantId)
      .where('identifier_id', 'in', chunk)
      .execute();
    for (const { identifierId, profileId } of rows) found.set(identifierId, profileId);
  });
  return found;
}
