import type { LogEntry } from '@customer360/event-log';
import type { BatchContext } from './batch-context.ts';
import type { Closure } from './closure.ts';
import { blockReason } from './known-identifier.ts';

/** A closure before an event that is not stored yet: with the blocked identifiers that the event carries, too. */
export function beforeEvent({ memory }: BatchContext, closure: Closure, entry: LogEntry): Closure {
  const identifiers = new Map(closure.identifiers);
  for (const { id } of entry.identifiers) {
    const known = memory.identifier(id);
    if (known === undefined || identifiers.has(id)) continue;
    const { birth, operator, isPattern, userIds, blocked } = known;
    identifiers.set(id, { birth, constraints: { operator, isPattern, userIds }, blocked, isBoundary: true });
  }
  return { ...closure, identifiers };
}

/** The same closure with the event and the identifiers that it bears. */
export function withEvent(
  { unborn, ids, configuration, limits }: BatchContext,
  closure: Closure,
  entry: LogEntry,
  { listKey }: { readonly listKey: string },
): Closure {
  const identifiers = new Map(closure.identifiers);
  entry.identifiers.forEach(({ id }, rank) => {
    if (identifiers.has(id)) return;
    const constraints = unborn.constraintsOf(id, configuration);
    identifiers.set(id, {
      birth: unborn.birthBy(entry, rank, ids),
      constraints,
      blocked: blockReason(constraints, limits.autoBlockUsers),
      isBoundary: false,
    });
  });
  const { position, time, eventId } = entry;
  return {
    ...closure,
    identifiers,
    lists: new Map([...closure.lists, [listKey, entry.identifiers.map(({ id }) => id)]]),
    observations: [...closure.observations, { listKey, position, time, eventId }],
  };
}
