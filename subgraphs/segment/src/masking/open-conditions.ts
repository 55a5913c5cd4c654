import { isPlainName, type ValueSight } from '@customer360/masking';
import type { Condition, EventSelector, PropertyRule, ValueTest } from '@customer360/segment-rules';
import type { ValueSights } from './value-sights.ts';

/**
 * True when a condition tells a caller no more than what the caller is shown of profiles and events. Any other condition
 * could be asked until it tells a masked value.
 */
export function isOpen(sights: ValueSights, condition: Condition): boolean {
  switch (condition.kind) {
    case 'identifiers':
    case 'consent':
    case 'segment':
    case 'list':
    case 'clock':
      return true;
    case 'value': {
      const { source, path, test } = condition;
      return isOpenTest(source === 'trait' ? sights.trait(path) : sights.computed(path), path, test);
    }
    case 'count':
      return isOpenSelector(sights, condition.selector);
    case 'sequence':
      return condition.steps.every((step) => isOpenSelector(sights, step));
    case 'aggregate': {
      const { selector, property, test } = condition;
      const sight = sights.property(selector.event, property);
      return isOpenSelector(sights, selector) && isOpenTest(sight, property, test);
    }
    case 'changed': {
      const { trait, was, became } = condition;
      const namesNoValue = was == null && became == null;
      return (namesNoValue && isPlainName(trait)) || sights.trait(trait) === 'open';
    }
    default:
      return condition satisfies never;
  }
}

function isOpenSelector(sights: ValueSights, { event, where }: EventSelector): boolean {
  return where === null || isOpenWhere(sights, event, where);
}

function isOpenWhere(sights: ValueSights, event: string | null, where: PropertyRule): boolean {
  switch (where.kind) {
    case 'and':
    case 'or':
      return where.rules.every((one) => isOpenWhere(sights, event, one));
    case 'not':
      return isOpenWhere(sights, event, where.rule);
    case 'property':
      return isOpenTest(sights.property(event, where.path), where.path, where.test);
    default:
      return where satisfies never;
  }
}

/** That there is a value is shown of every value with a plain name: masks stand in the places of values. */
function isOpenTest(sight: ValueSight | 'number', path: string, test: ValueTest): boolean {
  if (test.test === 'exists' && isPlainName(path)) return true;
  switch (sight) {
    case 'open':
      return true;
    case 'masked':
      return false;
    case 'number':
      return testsNumber(test);
    case 'instant':
      return test.test === 'instant';
    case 'place':
      return namesPlaces(test);
    default:
      return sight satisfies never;
  }
}

function testsNumber(test: ValueTest): boolean {
  if (test.test === 'number') return true;
  return (test.test === 'equals' || test.test === 'differs') && typeof test.value === 'number';
}

/** Whole names only: what begins a place that is masked could be found out letter by letter. */
function namesPlaces(test: ValueTest): boolean {
  if (test.test === 'in') return test.values.every(isPlace);
  return (test.test === 'equals' || test.test === 'differs') && isPlace(test.value);
}

function isPlace(value: string | number | boolean): boolean {
  return typeof value === 'string' && isPlainName(value);
}
