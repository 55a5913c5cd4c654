import { holds } from '../rule/walk.ts';
import type { Condition } from '../rule/rule.ts';
import type { CompiledSegment } from './compiled-segment.ts';
import type { Verdict } from './folds/fold.ts';
import type { ProfileState, SegmentMemory } from './memory.ts';
import type { Segments } from './segments.ts';
import { verdictOf } from './verdicts.ts';

export interface Evaluation {
  readonly isMember: boolean;
  /** The first moment at which the answer is another if nothing comes in, milliseconds; null when it stays. */
  readonly due: number | null;
}

/**
 * How many possible turns are looked at ahead. When the answer stays through all of them the last one is the due time:
 * the evaluation there changes nothing and looks on.
 */
const lookAhead = 200;

export function evaluate(
  { memory, segments }: { readonly memory: SegmentMemory; readonly segments: Segments },
  profile: ProfileState,
  segment: CompiledSegment,
  at: number,
): Evaluation {
  const verdicts = new Map<Condition, Verdict>();
  for (const [condition, compiled] of segment.conditions) {
    verdicts.set(condition, verdictOf(memory, segments, profile, compiled));
  }
  const holdsAt = (moment: number) =>
    holds(segment.rule, (condition) => verdicts.get(condition)?.holdsAt(moment) ?? false);
  const isMember = holdsAt(at);
  return { isMember, due: firstTurn(verdicts, at, (moment) => holdsAt(moment) !== isMember) };
}

function firstTurn(
  verdicts: ReadonlyMap<Condition, Verdict>,
  at: number,
  hasTurned: (moment: number) => boolean,
): number | null {
  const turns = new Set<number>();
  for (const verdict of verdicts.values()) for (const turn of verdict.turns) if (turn > at) turns.add(turn);
  const ahead = [...turns].toSorted((a, b) => a - b).slice(0, lookAhead);
  return ahead.find(hasTurned) ?? (turns.size > ahead.length ? (ahead.at(-1) ?? null) : null);
}
