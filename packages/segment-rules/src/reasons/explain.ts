import type { Condition } from '../rule/rule.ts';
import { conditionsOf } from '../rule/walk.ts';
import type { CompiledSegment } from '../stream/compiled-segment.ts';
import type { ProfileState, SegmentMemory } from '../stream/memory.ts';
import type { Segments } from '../stream/segments.ts';
import { verdictOf } from '../stream/verdicts.ts';
import { describeCondition } from '../text/describe-rule.ts';

/** Why a profile is in a segment or not, one for each condition of the rule. */
export interface Reason {
  readonly condition: Condition;
  /** The condition in words. */
  readonly text: string;
  readonly isTrue: boolean;
  /** Events that made it so, newest first, at most twenty; empty when none did or sums keep none. */
  readonly eventIds: readonly string[];
}

/** The conditions of a segment's rule for one profile at a moment, from the stream's memory. */
export function explain(
  known: { readonly memory: SegmentMemory; readonly segments: Segments },
  profile: ProfileState,
  segment: CompiledSegment,
  at: number,
): readonly Reason[] {
  return conditionsOf(segment.rule).map((condition) => {
    const compiled = segment.conditions.get(condition);
    if (compiled === undefined) throw new Error('A condition of another rule');
    const verdict = verdictOf(known.memory, known.segments, profile, compiled);
    return {
      condition,
      text: describeCondition(condition),
      isTrue: verdict.holdsAt(at),
      eventIds: verdict.eventIdsAt(at),
    };
  });
}
