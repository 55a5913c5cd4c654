import type { Refolded } from './change.ts';
import type { BatchContext } from './batch-context.ts';
import { findIdentifierRows } from './identifier-repository.ts';
import { profileIdOf, widen, type SeenRange } from './known-identifier.ts';
import { loadSets } from './memory-loader.ts';
import { findLists, findSeenRange } from './observation-repository.ts';

/**
 * Blocked values at the boundary of a closure gain and lose events whose other identifiers became blocked or
 * unblocked. The closure does not know all their events, so their seen times are read anew.
 */
export async function refreshBoundary(context: BatchContext, refolded: Refolded): Promise<void> {
  const { trx, tenantId, memory, pending } = context;
  const { closure, after, difference, change } = refolded;
  const own = change.event === undefined ? undefined : after.attributions.at(-1);
  const touched = new Set([
    ...difference.reattributed.flatMap(({ from, to }) => [from, to]),
    ...(own ? [own] : []),
  ]);
  const ids = [...touched].filter((id) => closure.identifiers.get(id)?.isBoundary === true);
  if (ids.length === 0) return;
  await loadSets(trx, tenantId, memory, ids);
  for (const id of ids) {
    const identifier = memory.identifier(id);
    if (identifier === undefined) throw new Error(`identifier ${id} is not stored`);
    const stored = await findSeenOfBlocked(context, refolded, id);
    const { time } = change.trigger;
    identifier.set.seen = id === own ? widen(stored, { from: time, to: time }) : stored;
    pending.profileIds.add(profileIdOf(identifier.set));
  }
}

/** A blocked value has the events of the lists that it leads and in which every value is blocked. */
async function findSeenOfBlocked(
  { trx, tenantId }: BatchContext,
  { after }: Refolded,
  id: string,
): Promise<SeenRange | null> {
  const lists = (await findLists(trx, tenantId, [id])).filter(({ identifierIds }) => identifierIds[0] === id);
  const members = new Set(lists.flatMap(({ identifierIds }) => identifierIds));
  const rows = await findIdentifierRows(
    trx,
    tenantId,
    [...members].filter((member) => !after.identifiers.has(member)),
  );
  const linking = new Set(rows.filter(({ blocked }) => blocked === null).map((row) => row.id));
  for (const { birth, blocked } of after.identifiers.values()) if (blocked === null) linking.add(birth.id);
  const led = lists.filter(({ identifierIds }) => !identifierIds.some((member) => linking.has(member)));
  return findSeenRange(
    trx,
    tenantId,
    led.map(({ key }) => key),
  );
}
