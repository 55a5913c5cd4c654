import type { Condition, EventSelector, PropertyRule, SegmentRule } from './rule.ts';
import type { RuleDate } from './rule-date.ts';
import { formatDuration } from './duration.ts';
import type { Moment, ValueTest } from './value-test.ts';
import { isCondition } from './walk.ts';
import type { RuleWindow } from './window.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The JSON that `readRule` reads as the same rule: the stored form. */
export function printRule(rule: SegmentRule): Json {
  if (isCondition(rule)) return printCondition(rule);
  switch (rule.kind) {
    case 'and':
    case 'or':
      return { [rule.kind]: rule.rules.map(printRule) };
    case 'not':
      return { not: printRule(rule.rule) };
    default:
      return rule satisfies never;
  }
}

function printCondition(condition: Condition): Json {
  switch (condition.kind) {
    case 'value': {
      const root = condition.source === 'trait' ? 'traits' : 'computed';
      return printTest(`${root}.${condition.path}`, condition.test);
    }
    case 'identifiers': {
      const { type, op, n } = condition;
      return op === '>=' && n === 1 ? { has_identifier: type } : { identifier_count: [type, op, n] };
    }
    case 'consent':
      return { consent: [condition.purpose, condition.status] };
    case 'count': {
      const events = { ...printSelector(condition.selector), ...printWindow(condition.window) };
      return { event_count: [events, condition.op, condition.n] };
    }
    case 'aggregate': {
      const { fn, selector, property, window, test } = condition;
      const events = { ...printSelector(selector), property, ...printWindow(window) };
      const constant = printConstant(test);
      return { [`event_${fn}`]: [events, operatorOf(test), ...(constant === undefined ? [] : [constant])] };
    }
    case 'sequence':
      return {
        event_sequence: { steps: condition.steps.map(printSelector), ...printWindow(condition.window) },
      };
    case 'changed': {
      const { trait, was, became, window } = condition;
      const values = { ...(was === undefined ? {} : { was }), ...(became === undefined ? {} : { became }) };
      return { trait_changed: { trait, ...values, ...printWindow(window) } };
    }
    case 'segment':
      return { in_segment: condition.segmentId };
    case 'list':
      return { in_list: condition.listId };
    case 'clock':
      return { now: [condition.op, printDate(condition.date)] };
    default:
      return condition satisfies never;
  }
}

function printSelector({ event, where }: EventSelector): { readonly [key: string]: Json } {
  return { event: event ?? '*', ...(where === null ? {} : { where: printWhere(where) }) };
}

function printWhere(rule: PropertyRule): Json {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return { [rule.kind]: rule.rules.map(printWhere) };
    case 'not':
      return { not: printWhere(rule.rule) };
    case 'property':
      return printTest(`properties.${rule.path}`, rule.test);
    default:
      return rule satisfies never;
  }
}

function printTest(variable: string, test: ValueTest): Json {
  const constant = printConstant(test);
  return { [operatorOf(test)]: [{ var: variable }, ...(constant === undefined ? [] : [constant])] };
}

/** The operator that a test is written with. */
export function operatorOf(test: ValueTest): string {
  switch (test.test) {
    case 'equals':
      return '==';
    case 'differs':
      return '!=';
    case 'number':
    case 'instant':
    case 'text':
      return test.op;
    case 'in':
    case 'exists':
      return test.test;
    default:
      return test satisfies never;
  }
}

function printConstant(test: ValueTest): Json | undefined {
  switch (test.test) {
    case 'in':
      return test.values;
    case 'exists':
      return undefined;
    case 'instant':
      return printMoment(test.to);
    case 'equals':
    case 'differs':
    case 'number':
    case 'text':
      return test.value;
    default:
      return test satisfies never;
  }
}

function printMoment(moment: Moment): Json {
  if ('date' in moment) return printDate(moment.date);
  return { now: `${moment.fromNow < 0 ? '-' : '+'}${formatDuration(Math.abs(moment.fromNow))}` };
}

function printDate({ text, zone }: RuleDate): Json {
  return { date: text, ...(zone === null ? {} : { zone }) };
}

function printWindow(window: RuleWindow): { readonly [key: string]: Json } {
  switch (window.kind) {
    case 'always':
      return {};
    case 'within':
      return { within: formatDuration(window.ms) };
    case 'range':
      return {
        ...(window.from === null ? {} : { from: printDate(window.from) }),
        ...(window.to === null ? {} : { to: printDate(window.to) }),
      };
    case 'calendar':
      return { calendar: { unit: window.unit, back: window.back, zone: window.zone } };
    default:
      return window satisfies never;
  }
}
