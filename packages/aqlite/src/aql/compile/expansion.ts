import { isTruthy, toNumber } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import type { ExpansionExpression, QuestionExpression } from '../ast.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import { toInteger } from './access.ts';
import type { CompileContext } from './context.ts';

const none: readonly Value[] = [];

/** `array[* FILTER f LIMIT o, n RETURN r]` and what follows it; anything but an array gives an empty one. */
export function compileExpansion(node: ExpansionExpression, context: CompileContext): Evaluate {
  const target = context.part(node.target);
  const offset = node.limit?.offset == null ? null : context.part(node.limit.offset);
  const count = node.limit === null ? null : context.part(node.limit.count);
  const { levels } = node;
  return context.withElement((slot) => {
    const filter = node.filter === null ? null : context.part(node.filter);
    const project = context.part(node.projection ?? node.body);
    return (frame) => {
      const { registers, runtime } = frame;
      const array = flattened(target(frame), levels - 1);
      const outer = registers[slot] ?? null;
      let skip = offset === null ? 0 : toInteger(offset(frame));
      let left = count === null ? array.length : toInteger(count(frame));
      const result: Value[] = [];
      if (skip < 0) return result;
      for (const item of array) {
        if (left <= 0) break;
        runtime.tick();
        registers[slot] = item;
        if (filter !== null && !isTruthy(filter(frame))) continue;
        if (skip > 0) {
          skip--;
          continue;
        }
        result.push(project(frame));
        left--;
      }
      registers[slot] = outer;
      return result;
    };
  });
}

function flattened(value: Value, depth: number): readonly Value[] {
  if (!Array.isArray(value)) return none;
  if (depth <= 0) return value as readonly Value[];
  return (value as readonly Value[]).flatMap((item) =>
    Array.isArray(item) ? flattened(item as readonly Value[], depth - 1) : [item],
  );
}

/** `array[? n FILTER f]`: how many elements match, compared with what is asked for. */
export function compileQuestion(node: QuestionExpression, context: CompileContext): Evaluate {
  const target = context.part(node.target);
  const accepts = compileQuantity(node.quantifier, context);
  return context.withElement((slot) => {
    const filter = node.filter === null ? null : context.part(node.filter);
    return (frame) => {
      const { registers } = frame;
      const value = target(frame);
      if (!Array.isArray(value)) return false;
      const outer = registers[slot] ?? null;
      let matches = 0;
      for (const item of value as readonly Value[]) {
        registers[slot] = item;
        if (filter === null || isTruthy(filter(frame))) matches++;
      }
      registers[slot] = outer;
      return accepts(frame, matches, value.length);
    };
  });
}

type Accepts = (frame: Frame, matches: number, length: number) => boolean;

function compileQuantity(quantifier: QuestionExpression['quantifier'], context: CompileContext): Accepts {
  if (quantifier === null || quantifier === 'ANY') return (_, matches) => matches > 0;
  if (quantifier === 'ALL') return (_, matches, length) => matches === length;
  if (quantifier === 'NONE') return (_, matches) => matches === 0;
  if ('atLeast' in quantifier) {
    const least = context.part(quantifier.atLeast);
    return (frame, matches) => matches >= toNumber(least(frame));
  }
  const { count } = quantifier;
  if (count.kind === 'binary' && count.operator === '..') {
    const from = context.part(count.left);
    const to = context.part(count.right);
    return (frame, matches) => matches >= toNumber(from(frame)) && matches <= toNumber(to(frame));
  }
  const exact = context.part(count);
  return (frame, matches) => matches === toNumber(exact(frame));
}
