import type { Value } from '../../values/value.ts';
import { define, invalidArgument } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';
import { invalidDate, toIsoText, toTime } from './parse-date.ts';
import { type DateUnit, unitLength, unitNamed } from './units.ts';

/** Units from the largest; a comparison covers a span of them. */
const order: readonly DateUnit[] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];

/** The parts of an ISO text, one for each unit of `order`. */
function parts(time: number): readonly string[] {
  return new Date(time)
    .toISOString()
    .slice(0, -1)
    .split(/[-T:.]/);
}

function truncate([value, unitName]: readonly Value[], context: FunctionContext): Value {
  const time = toTime(value, 'DATE_TRUNC', context);
  if (time === null) return null;
  if (typeof unitName !== 'string') return invalidArgument(context, 'DATE_TRUNC');
  const unit = unitNamed(unitName);
  const kept = unit === null ? -1 : order.indexOf(unit);
  if (kept === -1) return invalidDate(context);
  const [year = '0000', ...rest] = parts(time).map((part, index) => {
    if (index <= kept) return part;
    return index < 3 ? '01' : part.replaceAll(/\d/g, '0');
  });
  const [month, day, hour, minute, second, millisecond] = rest;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`;
}

function round([value, amount, unitName]: readonly Value[], context: FunctionContext): Value {
  const time = toTime(value, 'DATE_ROUND', context);
  if (time === null) return null;
  if (typeof amount !== 'number' || typeof unitName !== 'string') {
    return invalidArgument(context, 'DATE_ROUND');
  }
  const count = Math.trunc(amount);
  const unit = unitName === unitName.toLowerCase() ? unitNamed(unitName) : null;
  if (count <= 0 || unit === null || unit === 'year' || unit === 'month' || unit === 'week') {
    return invalidArgument(context, 'DATE_ROUND');
  }
  // Rounds towards the epoch, as the integer division of 3.11 does.
  const width = count * unitLength[unit];
  return toIsoText(Math.trunc(time / width) * width, context);
}

function compare(args: readonly Value[], context: FunctionContext): Value {
  const [first, second, fromName, toName = fromName] = args;
  const left = toTime(first, 'DATE_COMPARE', context);
  if (left === null) return null;
  const right = toTime(second, 'DATE_COMPARE', context);
  if (right === null) return null;
  const from = positionOf(fromName);
  const to = positionOf(toName);
  if (from === -1 || to === -1) return invalidArgument(context, 'DATE_COMPARE');
  // A range that ends before it starts compares nothing.
  const other = parts(right).slice(from, to + 1);
  return parts(left)
    .slice(from, to + 1)
    .every((part, index) => part === other[index]);
}

function positionOf(name: Value | undefined): number {
  const unit = unitNamed(name);
  return unit === null ? -1 : order.indexOf(unit);
}

export const dateRounding: readonly FunctionDefinition[] = [
  define('DATE_TRUNC', [2, 2], truncate),
  define('DATE_ROUND', [3, 3], round),
  define('DATE_COMPARE', [3, 4], compare),
];
