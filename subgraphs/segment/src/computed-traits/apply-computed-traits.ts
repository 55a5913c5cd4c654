import type { Position, ResolvedEvent } from '@customer360/event-log';
import type { ProfileValueChange, SegmentProjection } from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import { findOwnedIdentifiers } from './identifier-owners.ts';
import { findObservedEvents, insertObservedEvents, moveObservedEvents } from './observed-event-repository.ts';
import { fold } from './observe.ts';
import { refold } from './refold.ts';
import type { ComputedTraitTables } from './tables.ts';
import { TraitBatch } from './trait-batch.ts';
import {
  changesValues,
  loadTraitConfiguration,
  readTraitSetting,
  saveTraitSetting,
} from './trait-configuration.ts';
import { traitSetOf, type TraitSet, type TraitStates } from './trait-set.ts';
import { deleteTraitStates, findTraitStates, saveTraitStates } from './trait-state-repository.ts';

type Trx = Transaction<ComputedTraitTables & SegmentProjection>;

/** What rules are to know anew, by position of the entry that says so. */
export type ComputedChanges = ReadonlyMap<Position, readonly ProfileValueChange[]>;

/**
 * Keeps computed traits up to date with events in order. Called before the facts of the same events are written. Entries
 * that move events between identifiers, and those that configure what is computed, come alone.
 */
export async function applyComputedTraits(
  trx: Trx,
  { tenantId, logTenantId }: { readonly tenantId: string; readonly logTenantId: string },
  events: readonly ResolvedEvent[],
): Promise<ComputedChanges> {
  const [first] = events;
  if (first === undefined) return new Map();
  const setting = readTraitSetting(first.event);
  if (setting !== null) {
    await saveTraitSetting(trx, tenantId, { ...setting, position: first.position });
    if (!changesValues(setting)) return new Map();
  }
  const set = traitSetOf(await loadTraitConfiguration(trx, tenantId));
  if (setting !== null)
    return new Map([[first.position, await refold(trx, tenantId, { set, cause: first, logTenantId })]]);
  const batch = await loadBatch(trx, tenantId, set, events);
  const changes = new Map<Position, readonly ProfileValueChange[]>();
  for (const event of events) {
    const said = batch.apply(event, await moveEvents(trx, tenantId, set, event));
    if (said.length > 0) changes.set(event.position, said);
  }
  await insertObservedEvents(trx, tenantId, batch.observed);
  await saveTraitStates(trx, tenantId, batch.changed);
  await deleteTraitStates(trx, tenantId, [...batch.ceased]);
  return changes;
}

async function loadBatch(
  trx: Trx,
  tenantId: string,
  set: TraitSet,
  events: readonly ResolvedEvent[],
): Promise<TraitBatch> {
  const named = events.flatMap(({ identifierId, setChanges, reattributed }) => [
    ...(identifierId === null ? [] : [identifierId]),
    ...setChanges.map((change) => change.identifierId),
    ...reattributed.flatMap(({ from, to }) => [from, to]),
  ]);
  const profileIds = events.flatMap(({ setChanges }) =>
    setChanges.flatMap(({ from, to }) => (from === null ? [to] : [from, to])),
  );
  const owned = await findOwnedIdentifiers(trx, tenantId, {
    identifierIds: [...new Set(named)],
    profileIds: [...new Set(profileIds)],
  });
  const ids = [...new Set([...named, ...owned.map(({ identifierId }) => identifierId)])];
  const states = await findTraitStates(trx, tenantId, ids);
  return new TraitBatch(set, owned, states, events[0]?.loggedAt ?? 0);
}

/** States of the identifiers between which events move, folded anew. */
async function moveEvents(
  trx: Trx,
  tenantId: string,
  set: TraitSet,
  { reattributed }: ResolvedEvent,
): Promise<ReadonlyMap<string, TraitStates>> {
  if (reattributed.length === 0) return new Map();
  await moveObservedEvents(trx, tenantId, reattributed);
  const ids = [...new Set(reattributed.flatMap(({ from, to }) => [from, to]))];
  const observed = await findObservedEvents(trx, tenantId, ids, null);
  const ofIdentifier = Map.groupBy(observed, ({ identifierId }) => identifierId);
  return new Map(ids.map((id) => [id, fold(set, {}, ofIdentifier.get(id) ?? [])]));
}
