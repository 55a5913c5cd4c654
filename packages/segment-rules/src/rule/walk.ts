import type { Condition, SegmentRule } from './rule.ts';

/** Whether a rule is one condition, and not several that are joined. */
export function isCondition(rule: SegmentRule): rule is Condition {
  // A kind of joint that is missing here leaves the switches over the others open, which does not compile.
  return rule.kind !== 'and' && rule.kind !== 'or' && rule.kind !== 'not';
}

/** Every condition of a rule, from left to right. */
export function conditionsOf(rule: SegmentRule): readonly Condition[] {
  if (isCondition(rule)) return [rule];
  switch (rule.kind) {
    case 'and':
    case 'or':
      return rule.rules.flatMap(conditionsOf);
    case 'not':
      return conditionsOf(rule.rule);
    default:
      return rule satisfies never;
  }
}

/** Ids of the segments that a rule asks for, each once. */
export function referencedSegments(rule: SegmentRule): readonly string[] {
  const ids = conditionsOf(rule).flatMap((one) => (one.kind === 'segment' ? [one.segmentId] : []));
  return [...new Set(ids)];
}

/** Whether a rule holds when it is known which conditions do. */
export function holds(rule: SegmentRule, isTrue: (condition: Condition) => boolean): boolean {
  if (isCondition(rule)) return isTrue(rule);
  switch (rule.kind) {
    case 'and':
      return rule.rules.every((one) => holds(one, isTrue));
    case 'or':
      return rule.rules.some((one) => holds(one, isTrue));
    case 'not':
      return !holds(rule.rule, isTrue);
    default:
      return rule satisfies never;
  }
}
