import type { RuleEvent, SegmentEntry } from '../src/facts/entry.ts';
import { compileSegment } from '../src/stream/compiled-segment.ts';
import type { HistoryReader } from '../src/stream/history-reader.ts';
import type { MembershipChange } from '../src/stream/membership-change.ts';
import { SegmentEvaluator } from '../src/stream/segment-evaluator.ts';
import { restoreProfile, snapshotOf, type ProfileSnapshot } from '../src/stream/snapshot.ts';
import { uuidOf } from './play.ts';

/** How a consumer lives through a history. */
export interface Life {
  /** Entries after which it stops and another one goes on from what it stored; null for never. */
  readonly restartEvery: number | null;
  /** True when it fires what is due between entries, false when it was down and catches up at the next entry. */
  readonly isAwake: boolean;
}

export interface StreamRun {
  readonly changes: readonly MembershipChange[];
  /** `segment profile enteredAt version` of every membership at the end. */
  readonly members: readonly string[];
  readonly refused: readonly string[];
}

export function runStream(entries: readonly SegmentEntry[], through: number, life: Life): StreamRun {
  const history = new History();
  let evaluator = createEvaluator(history);
  const changes: MembershipChange[] = [];
  const refused: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const next = entries[index + 1]?.loggedAt ?? through;
    history.move(entry);
    const outcome = evaluator.apply(entry);
    history.add(entry);
    changes.push(...outcome.changes);
    refused.push(...outcome.refusals.map(({ segmentId }) => segmentId));
    if (life.isAwake)
      changes.push(...evaluator.due(entry.loggedAt + Math.floor((next - entry.loggedAt) / 2)));
    const isLast = life.restartEvery !== null && (index + 1) % life.restartEvery === 0;
    if (isLast) evaluator = restart(evaluator, history);
  }
  changes.push(...evaluator.due(through));
  return { changes, members: memberList(evaluator), refused };
}

function createEvaluator(history: HistoryReader): SegmentEvaluator {
  return new SegmentEvaluator({ tenantId: 'acme', newId: (...parts) => uuidOf(parts.join('|')), history });
}

/** Goes through text, as a store would. */
function restart(former: SegmentEvaluator, history: HistoryReader): SegmentEvaluator {
  const stored = JSON.stringify(
    [...former.memory.profiles.values()].map((one) => snapshotOf(former.memory, one)),
  );
  const next = createEvaluator(history);
  for (const { segmentId, version, rule } of former.segments.ordered) {
    next.segments.set(compileSegment(segmentId, version, rule));
  }
  for (const [segmentId] of former.segments.rules()) {
    const members = former.segments.batchMembers(segmentId);
    if (members !== null) next.segments.setBatch(segmentId, members);
  }
  // What was written one line above.
  for (const snapshot of JSON.parse(stored) as ProfileSnapshot[]) restoreProfile(next.memory, snapshot);
  next.resume(former.clock);
  return next;
}

function memberList({ memory }: SegmentEvaluator): readonly string[] {
  return [...memory.profiles.values()]
    .flatMap(({ profileId, memberships }) =>
      [...memberships].map(([id, { enteredAt, version }]) => `${id} ${profileId} ${enteredAt} ${version}`),
    )
    .toSorted();
}

class History implements HistoryReader {
  #events: RuleEvent[] = [];

  move({ reattributed, erased }: SegmentEntry): void {
    this.#events = this.#events
      .filter(({ identifierId }) => !erased.includes(identifierId))
      .map((event) => {
        const move = reattributed.find(({ eventId }) => eventId === event.eventId);
        return move === undefined ? event : { ...event, identifierId: move.to };
      });
  }

  add({ event }: SegmentEntry): void {
    if (event !== null) this.#events.push(event);
  }

  eventsOf(identifierIds: readonly string[] | null): Iterable<RuleEvent> {
    // Newest first: the order must not matter.
    return this.#events.filter((one) => identifierIds?.includes(one.identifierId) ?? true).toReversed();
  }
}
