import type { LogEntry } from '@customer360/event-log';
import type { BatchContext } from './batch-context.ts';
import type { Closure, ClosureIdentifier } from './closure.ts';
import { blockReason } from './known-identifier.ts';
import { birthOf } from './unborn.ts';

/** A closure with one more event, which is not stored yet, and the identifiers that it brings. */
export function withEvent(
  context: BatchContext,
  closure: Closure,
  entry: LogEntry,
  { listKey }: { readonly listKey: string },
): Closure {
  const identifiers = new Map(closure.identifiers);
  entry.identifiers.forEach(({ id }, rank) => {
    if (!identifiers.has(id)) identifiers.set(id, toClosureIdentifier(context, entry, rank));
  });
  const { position, time, eventId } = entry;
  return {
    ...closure,
    identifiers,
    lists: new Map([...closure.lists, [listKey, entry.identifiers.map(({ id }) => id)]]),
    observations: [...closure.observations, { listKey, position, time, eventId }],
  };
}

/** One that the closure does not reach is new, or blocked and so at its boundary. */
function toClosureIdentifier(
  { memory, unborn, ids, configuration, limits }: BatchContext,
  entry: LogEntry,
  rank: number,
): ClosureIdentifier {
  const id = entry.identifiers[rank]?.id ?? '';
  const known = memory.identifier(id);
  if (known !== undefined) {
    const { birth, operator, isPattern, userIds, blocked } = known;
    return { birth, constraints: { operator, isPattern, userIds }, blocked, isBoundary: true };
  }
  const constraints = unborn.constraintsOf(id, configuration);
  return {
    birth: birthOf(entry, rank, ids),
    constraints,
    blocked: blockReason(constraints, limits.autoBlockUsers),
    isBoundary: false,
  };
}
