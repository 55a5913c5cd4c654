import { printRule } from '../rule/print-rule.ts';
import type { Condition, SegmentRule } from '../rule/rule.ts';
import { conditionsOf, referencedSegments } from '../rule/walk.ts';
import { foldOf } from './folds/fold-of.ts';
import type { Fold, FoldState } from './folds/fold.ts';

export interface CompiledCondition {
  /** Equal conditions of all rules have one key and share one state. */
  readonly key: string;
  readonly condition: Condition;
  readonly fold: Fold<FoldState> | null;
}

/** A segment's version in force, ready for the stream. */
export interface CompiledSegment {
  readonly segmentId: string;
  readonly version: number;
  readonly rule: SegmentRule;
  readonly conditions: ReadonlyMap<Condition, CompiledCondition>;
  readonly references: readonly string[];
  /** Moments at which the rule may turn for every profile at once, milliseconds. */
  readonly clockTurns: readonly number[];
}

export function compileSegment(segmentId: string, version: number, rule: SegmentRule): CompiledSegment {
  const conditions = conditionsOf(rule);
  return {
    segmentId,
    version,
    rule,
    conditions: new Map(
      conditions.map((condition) => [
        condition,
        { key: JSON.stringify(printRule(condition)), condition, fold: foldOf(condition) },
      ]),
    ),
    references: referencedSegments(rule),
    clockTurns: conditions.flatMap((one) => (one.kind === 'clock' ? [clockTurn(one.op, one.date.at)] : [])),
  };
}

function clockTurn(op: '<' | '<=' | '>=' | '>', at: number): number {
  return op === '<' || op === '>=' ? at : at + 1;
}
