import { isArray } from '../values/casts.ts';
import type { Value } from '../values/value.ts';
import { define, invalidArgument } from './define.ts';
import type { FunctionDefinition } from './registry-types.ts';

const largest = 0xffff_ffff;

function isUpTo(value: Value | undefined, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function combining(name: string, combine: (left: number, right: number) => number): FunctionDefinition {
  return define(name, [1, 2], (args, context) => {
    const [first] = args;
    if (args.length === 1 && !isArray(first)) return invalidArgument(context, name);
    const members = (args.length === 1 && isArray(first) ? first : args).filter(
      (value) => value !== null || args.length === 2,
    );
    if (members.length === 0) return null;
    let result: number | null = null;
    for (const member of members) {
      if (!isUpTo(member, largest)) return invalidArgument(context, name);
      result = result === null ? member : combine(result, member) >>> 0;
    }
    return result;
  });
}

/** Keeps the lowest `bits` bits. */
function keepBits(value: number, bits: number): number {
  return bits === 32 ? value >>> 0 : (value & (2 ** bits - 1)) >>> 0;
}

function shifting(name: string, shift: (value: number, by: number) => number): FunctionDefinition {
  return define(name, [3, 3], ([value, by, bits], context) => {
    if (!isUpTo(value, largest) || !isUpTo(by, 32) || !isUpTo(bits, 32)) {
      return invalidArgument(context, name);
    }
    return by === 32 ? 0 : keepBits(shift(value, by), bits);
  });
}

function positionsOf(value: number): number[] {
  return Array.from({ length: 32 }, (_, index) => index).filter((index) => (value >>> index) & 1);
}

function construct(positions: readonly number[]): number {
  return positions.reduce((value, position) => (value | (1 << position)) >>> 0, 0);
}

export const bitFunctions: readonly FunctionDefinition[] = [
  combining('BIT_AND', (left, right) => left & right),
  combining('BIT_OR', (left, right) => left | right),
  combining('BIT_XOR', (left, right) => left ^ right),
  define('BIT_NEGATE', [2, 2], ([value, bits], context) =>
    isUpTo(value, largest) && isUpTo(bits, 32)
      ? keepBits(~value, bits)
      : invalidArgument(context, 'BIT_NEGATE'),
  ),
  define('BIT_TEST', [2, 2], ([value, index], context) =>
    isUpTo(value, largest) && isUpTo(index, 31)
      ? ((value >>> index) & 1) === 1
      : invalidArgument(context, 'BIT_TEST'),
  ),
  define('BIT_POPCOUNT', [1, 1], ([value], context) =>
    isUpTo(value, largest) ? positionsOf(value).length : invalidArgument(context, 'BIT_POPCOUNT'),
  ),
  shifting('BIT_SHIFT_LEFT', (value, by) => value << by),
  shifting('BIT_SHIFT_RIGHT', (value, by) => value >>> by),
  define('BIT_CONSTRUCT', [1, 1], ([positions], context) =>
    isArray(positions) && positions.every((position) => isUpTo(position, 31))
      ? construct(positions)
      : invalidArgument(context, 'BIT_CONSTRUCT'),
  ),
  define('BIT_DECONSTRUCT', [1, 1], ([value], context) =>
    isUpTo(value, largest) ? positionsOf(value) : invalidArgument(context, 'BIT_DECONSTRUCT'),
  ),
  define('BIT_TO_STRING', [2, 2], ([value, bits], context) =>
    isUpTo(value, largest) && isUpTo(bits, 32)
      ? value
          .toString(2)
          .padStart(bits, '0')
          .slice(-bits || Infinity)
      : invalidArgument(context, 'BIT_TO_STRING'),
  ),
  define('BIT_FROM_STRING', [1, 1], ([text], context) =>
    typeof text === 'string' && /^[01]{1,32}$/.test(text)
      ? Number.parseInt(text, 2)
      : invalidArgument(context, 'BIT_FROM_STRING'),
  ),
];
