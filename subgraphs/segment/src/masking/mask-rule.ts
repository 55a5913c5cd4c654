import { MASK, maskIdentifying } from '@customer360/masking';
import type {
  Condition,
  EventSelector,
  PropertyRule,
  SegmentRule,
  ValueTest,
} from '@customer360/segment-rules';
import { isOpen } from './open-conditions.ts';
import type { ValueSights } from './value-sights.ts';

/**
 * A rule as it may be shown: what closed conditions compare with is masked, and names that look like a value are. It is
 * for printing; nothing can be evaluated by it.
 */
export function maskRule(sights: ValueSights, rule: SegmentRule): SegmentRule {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return { ...rule, rules: rule.rules.map((one) => maskRule(sights, one)) };
    case 'not':
      return { ...rule, rule: maskRule(sights, rule.rule) };
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
      return maskCondition(sights, rule);
    default:
      return rule satisfies never;
  }
}

/** The same for one condition. */
export function maskCondition(sights: ValueSights, condition: Condition): Condition {
  return isOpen(sights, condition) ? condition : masked(condition);
}

function masked(condition: Condition): Condition {
  switch (condition.kind) {
    case 'identifiers':
    case 'consent':
    case 'segment':
    case 'list':
    case 'clock':
      return condition;
    case 'value':
      return { ...condition, path: maskIdentifying(condition.path), test: maskTest(condition.test) };
    case 'count':
      return { ...condition, selector: maskSelector(condition.selector) };
    case 'sequence':
      return { ...condition, steps: condition.steps.map(maskSelector) };
    case 'aggregate': {
      const { property, selector, test } = condition;
      const names = { property: maskIdentifying(property), selector: maskSelector(selector) };
      return { ...condition, ...names, test: maskTest(test) };
    }
    case 'changed': {
      const { trait, was, became } = condition;
      const values = { was: was == null ? was : MASK, became: became == null ? became : MASK };
      return { ...condition, trait: maskIdentifying(trait), ...values };
    }
    default:
      return condition satisfies never;
  }
}

function maskSelector({ event, where }: EventSelector): EventSelector {
  return { event, where: where === null ? null : maskWhere(where) };
}

function maskWhere(where: PropertyRule): PropertyRule {
  switch (where.kind) {
    case 'and':
    case 'or':
      return { ...where, rules: where.rules.map(maskWhere) };
    case 'not':
      return { ...where, rule: maskWhere(where.rule) };
    case 'property':
      return { ...where, path: maskIdentifying(where.path), test: maskTest(where.test) };
    default:
      return where satisfies never;
  }
}

function maskTest(test: ValueTest): ValueTest {
  switch (test.test) {
    case 'equals':
    case 'differs':
    case 'text':
      return { ...test, value: MASK };
    case 'number':
      // Printed in the place of the number, and used for nothing else.
      return { ...test, value: MASK as unknown as number };
    case 'instant':
      return { ...test, to: { date: { at: 0, text: MASK, zone: null } } };
    case 'in':
      return { ...test, values: [MASK] };
    case 'exists':
      return test;
    default:
      return test satisfies never;
  }
}
