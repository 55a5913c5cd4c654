import { MASK, maskJson } from '@customer360/masking';
import { conditionsOf, type Condition, type SegmentRule } from '@customer360/segment-rules';
import { AppError } from '@customer360/service';
import type { ComputedValue } from '../computed-traits/defined-trait.ts';
import { maskCondition, maskRule } from './mask-rule.ts';
import { isOpen } from './open-conditions.ts';
import type { ValueSights } from './value-sights.ts';

/** How a caller sees rules and what is computed of people: as they are, or masked. */
export interface RuleView {
  /** The rule for printing. */
  rule(rule: SegmentRule): SegmentRule;
  /** One of its conditions for printing. */
  condition(condition: Condition): Condition;
  /** The value of a computed trait. */
  computed(name: string, value: ComputedValue): unknown;
  /** Throws FORBIDDEN, naming the argument and the values, when the rule asks for what the caller may not see. */
  requireOpen(field: string, rule: SegmentRule): void;
}

/** The view of a caller with `profile:pii`. */
export const openRules: RuleView = {
  rule: (rule) => rule,
  condition: (condition) => condition,
  computed: (_name, value) => value,
  requireOpen: () => undefined,
};

/** The view of a caller without `profile:pii`. */
export function maskedRules(sights: ValueSights): RuleView {
  return {
    rule: (rule) => maskRule(sights, rule),
    condition: (condition) => maskCondition(sights, condition),
    computed: (name, value) => (sights.computed(name) === 'open' ? value : maskJson(value)),
    requireOpen(field, rule) {
      const closed = conditionsOf(rule).filter((condition) => !isOpen(sights, condition));
      if (closed.length === 0) return;
      const names = [...new Set(closed.map(nameOf))].slice(0, MAX_NAMES);
      // Otherwise a caller could find out a masked value by asking for it.
      throw new AppError(
        'FORBIDDEN',
        `${field} asks for personal values (${names.join(', ')}): that needs the scope profile:pii.`,
      );
    },
  };
}

const MAX_NAMES = 3;
const MAX_NAME = 30;

/** What a condition looks at, as rules spell it. */
function nameOf(condition: Condition): string {
  switch (condition.kind) {
    case 'value':
      return short(`${condition.source === 'trait' ? 'traits' : 'computed'}.${condition.path}`);
    case 'changed':
      return short(`traits.${condition.trait}`);
    case 'aggregate':
      return short(`properties.${condition.property}`);
    case 'count':
    case 'sequence':
      return 'properties of events';
    case 'identifiers':
    case 'consent':
    case 'segment':
    case 'list':
    case 'clock':
      return MASK;
    default:
      return condition satisfies never;
  }
}

function short(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}...` : name;
}
