import type { Condition, EventSelector, ObservedValue, PropertyRule, SegmentRule } from '../rule/rule.ts';
import { isCondition } from '../rule/walk.ts';
import { describeCount, describeOrder, describeTest, describeTimes, quote } from './describe-test.ts';
import { describeWindow } from './describe-window.ts';

/** A rule as one plain English sentence, without names of segments and lists: their ids stand in it. */
export function describeRule(rule: SegmentRule): string {
  const text = describe(rule, false);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function describe(rule: SegmentRule, isInside: boolean): string {
  if (isCondition(rule)) return describeCondition(rule);
  switch (rule.kind) {
    case 'and':
    case 'or': {
      const parts = rule.rules.map((one) => describe(one, rule.rules.length > 1)).join(` ${rule.kind} `);
      return isInside && rule.rules.length > 1 ? `(${parts})` : parts;
    }
    case 'not':
      return `it is not so that ${describe(rule.rule, true)}`;
    default:
      return rule satisfies never;
  }
}

/** One condition in words, for reasons. */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'value': {
      const kind = condition.source === 'trait' ? 'trait' : 'computed trait';
      return `the ${kind} ${quote(condition.path)} ${describeTest(condition.test)}`;
    }
    case 'identifiers':
      return `the profile has ${describeCount(condition.op, condition.n, 'identifier')} of type ${quote(condition.type)}`;
    case 'consent': {
      const status = condition.status === 'GRANTED' ? 'granted' : 'not granted';
      return `consent to ${quote(condition.purpose)} is ${status}`;
    }
    case 'count': {
      const times = describeTimes(condition.op, condition.n);
      return `${describeEvents(condition.selector)} ${times}${describeWindow(condition.window)}`;
    }
    case 'aggregate': {
      const { fn, property, selector, window, test } = condition;
      const name = fn === 'last' ? 'last value' : fn;
      return `the ${name} of ${quote(property)} over ${describeEvents(selector)}${describeWindow(window)} ${describeTest(test)}`;
    }
    case 'sequence':
      return `${condition.steps.map(describeEvents).join(', then later ')} happened in this order${describeWindow(condition.window)}`;
    case 'changed': {
      const was = condition.was === undefined ? '' : ` from ${describeObserved(condition.was)}`;
      const became = condition.became === undefined ? '' : ` to ${describeObserved(condition.became)}`;
      return `the trait ${quote(condition.trait)} changed${was}${became}${describeWindow(condition.window)}`;
    }
    case 'segment':
      return `the profile is in the segment ${quote(condition.segmentId)}`;
    case 'list':
      return `the profile is in the list ${quote(condition.listId)}`;
    case 'clock':
      return `now is ${describeOrder(condition.op, condition.date)}`;
    default:
      return condition satisfies never;
  }
}

function describeEvents({ event, where }: EventSelector): string {
  const name = event === null ? 'any event' : `the event ${quote(event)}`;
  return where === null ? name : `${name} where ${describeWhere(where, false)}`;
}

function describeWhere(rule: PropertyRule, isInside: boolean): string {
  switch (rule.kind) {
    case 'and':
    case 'or': {
      const parts = rule.rules.map((one) => describeWhere(one, true)).join(` ${rule.kind} `);
      return isInside && rule.rules.length > 1 ? `(${parts})` : parts;
    }
    case 'not':
      return `not (${describeWhere(rule.rule, false)})`;
    case 'property':
      return `${quote(rule.path)} ${describeTest(rule.test)}`;
    default:
      return rule satisfies never;
  }
}

function describeObserved(value: ObservedValue): string {
  return value === null ? 'missing' : quote(value);
}
