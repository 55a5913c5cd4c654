import type { Condition, SegmentRule } from './rule.ts';

/** Every condition of a rule, from left to right. */
export function conditionsOf(rule: SegmentRule): readonly Condition[] {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return rule.rules.flatMap(conditionsOf);
    case 'not':
      return conditionsOf(rule.rule);
    case 'value':
    case 'identifiers':
    case 'consent':
    case 'count':
    case 'aggregate':
    case 'sequence':
    case 'changed':
    case 'segment':
    case 'list':
    case 'clock':
      return [rule];
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
  switch (rule.kind) {
    case 'and':
      return rule.rules.every((one) => holds(one, isTrue));
    case 'or':
      return rule.rules.some((one) => holds(one, isTrue));
    case 'not':
      return !holds(rule.rule, isTrue);
    case 'value':
    case 'identifiers':
    case 'consent':
    case 'count':
    case 'aggregate':
    case 'sequence':
    case 'changed':
    case 'segment':
    case 'list':
    case 'clock':
      return isTrue(rule);
    default:
      return rule satisfies never;
  }
}
