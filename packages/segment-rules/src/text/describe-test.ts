import { formatDuration } from '../rule/duration.ts';
import type { RuleDate } from '../rule/rule-date.ts';
import type { Comparison, Moment, ValueTest } from '../rule/value-test.ts';

const comparisons = {
  '<': 'less than',
  '<=': 'at most',
  '==': 'exactly',
  '!=': 'other than',
  '>=': 'at least',
  '>': 'more than',
} as const;

const orders = { '<': 'before', '<=': 'at or before', '>=': 'at or after', '>': 'after' } as const;

const texts = { contains: 'contains', starts_with: 'starts with', ends_with: 'ends with' } as const;

/** `at least 3 identifiers`. */
export function describeCount(op: Comparison, n: number, noun: string): string {
  return `${comparisons[op]} ${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** How often something happened, as the end of a sentence: `happened at least once`, `never happened`. */
export function describeTimes(op: Comparison, n: number): string {
  if (n === 0 && op === '==') return 'never happened';
  return `happened ${n === 1 ? `${comparisons[op]} once` : describeCount(op, n, 'time')}`;
}

/** What a value must be, as the end of a sentence: `is "pro"`. */
export function describeTest(test: ValueTest): string {
  switch (test.test) {
    case 'equals':
      return `is ${quote(test.value)}`;
    case 'differs':
      return `is there and not ${quote(test.value)}`;
    case 'number':
      return `is ${comparisons[test.op]} ${test.value}`;
    case 'instant':
      return `is ${orders[test.op]} ${describeMoment(test.to)}`;
    case 'text':
      return `${texts[test.op]} ${quote(test.value)}`;
    case 'in':
      return `is one of ${test.values.map(quote).join(', ')}`;
    case 'exists':
      return 'is there';
    default:
      return test satisfies never;
  }
}

export function describeDate({ text, zone }: RuleDate): string {
  return zone === null ? text : `the beginning of ${text} in ${zone}`;
}

/** An order of the clock: `at or after 2026-12-01T00:00:00Z`. */
export function describeOrder(op: keyof typeof orders, date: RuleDate): string {
  return `${orders[op]} ${describeDate(date)}`;
}

export function quote(value: string | number | boolean): string {
  return JSON.stringify(value);
}

/** `30 days`, `1 hour`. */
export function describeLength(ms: number): string {
  const text = formatDuration(ms);
  const count = Number.parseInt(text, 10);
  const unit = units[text.slice(String(count).length)] ?? '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const units: Readonly<Record<string, string>> = {
  ms: 'millisecond',
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
};

function describeMoment(moment: Moment): string {
  if ('date' in moment) return describeDate(moment.date);
  if (moment.fromNow === 0) return 'now';
  const length = describeLength(Math.abs(moment.fromNow));
  return moment.fromNow < 0 ? `${length} ago` : `${length} from now`;
}
