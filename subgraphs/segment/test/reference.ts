import type { KeyedIds, ResolvedEvent } from '@customer360/event-log';
import {
  SegmentEvaluator,
  type MembershipChange,
  type RuleEvent,
  type SegmentChange,
} from '@customer360/segment-rules';
import { readCommand } from '../src/commands/command.ts';
import { readEntry } from '../src/evaluation/read-entry.ts';
import { withoutGone } from '../src/evaluation/without-gone.ts';
import { rules, idOf } from './history.ts';

export interface Expected {
  readonly changes: readonly MembershipChange[];
  /** As `segment profile enteredAt`, sorted. */
  readonly memberships: readonly string[];
}

/** What the evaluator finds when it has everybody in memory and takes entry by entry. */
export function evaluateAll(
  tenantId: string,
  ids: KeyedIds,
  history: readonly ResolvedEvent[],
  clock: number,
): Expected {
  const events: RuleEvent[] = [];
  const evaluator = new SegmentEvaluator({
    tenantId,
    newId: (...parts) => ids.of('segment change', ...parts),
    history: {
      eventsOf: (identifierIds) =>
        events.filter((event) => identifierIds === null || identifierIds.includes(event.identifierId)),
    },
  });
  const changes: MembershipChange[] = [];
  for (const resolved of history) {
    const entry = withoutGone(evaluator.memory, readEntry(resolved));
    for (const { eventId, to } of entry.reattributed) {
      const index = events.findIndex((event) => event.eventId === eventId);
      const moved = events[index];
      if (moved !== undefined) events[index] = { ...moved, identifierId: to };
    }
    changes.push(...evaluator.apply({ ...entry, segmentChanges: changeOf(resolved) }).changes);
    if (entry.event !== null) events.push(entry.event);
  }
  changes.push(...evaluator.due(clock));
  const memberships = [...evaluator.memory.profiles.values()].flatMap(({ profileId, memberships: of }) =>
    [...of].map(([segmentId, { enteredAt }]) => `${segmentId} ${profileId} ${enteredAt}`),
  );
  return { changes, memberships: memberships.toSorted() };
}

function changeOf(resolved: ResolvedEvent): readonly SegmentChange[] {
  const command = readCommand(resolved.event);
  if (command?.command !== 'activateSegment') return [];
  const rule = rules.find((_rule, index) => idOf('segment', index) === command.segmentId);
  return [{ kind: 'ACTIVATED', segmentId: command.segmentId, version: command.version, rule }];
}
