import type { Condition, SegmentRule } from './rule.ts';

/** Every condition of a rule, from left to right. */
export function conditionsOf(rule: SegmentRule): readonly Condition[] {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return rule.rules.flatMap(conditionsOf);
    case 'not':
      return conditionsOf(rule.rule);
    default:
      return [rule];
  }
}

/** Ids of the segments that a rule asks for, each once. */
export function referencedSegments(rule: SegmentRule): readonly string[] {
  const ids = conditionsOf(rule).flatMap((one) => (one.kind === 'segment' ? [one.segmentId] : []));
  return [...new Set(ids)];
}

/** Whether a rule holds when it is known which conditions do. */
export function holds(rule: SegmentRule, isTrue: (condition: Condition) => boolean): boolean {
  switch (rule.kind) {
    case 'and':
      return rule.rules.every((one) => holds(one, isTrue));
    case 'or':
      return rule.rules.some((one) => holds(one, isTrue));
    case 'not':
      return !holds(rule.rule, isTrue);
    default:
      return isTrue(rule);
  }
}
