import { isArray, toNumber } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import type { Expression, Quantifier } from '../ast.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import type { CompileContext } from './context.ts';
import { comparison } from './operators.ts';

/** `array ALL == value`: the comparison of each element, asked of all, any, none or at least n of them. */
export function compileQuantified(
  node: Expression & { kind: 'quantified' },
  context: CompileContext,
): Evaluate {
  const left = context.part(node.left);
  const right = context.part(node.right);
  const compare = comparison(node.operator);
  const needsArray = node.operator === 'IN' || node.operator === 'NOT IN';
  const test = compileTest(node.quantifier, context);
  return (frame) => {
    const array = left(frame);
    if (!isArray(array)) return false;
    const value = right(frame);
    if (needsArray && !isArray(value)) return false;
    return test(array, (item) => compare(item, value), frame);
  };
}

type Test = (array: readonly Value[], matches: (item: Value) => boolean, frame: Frame) => boolean;

function compileTest(quantifier: Quantifier, context: CompileContext): Test {
  if (quantifier === 'ALL') return (array, matches) => array.every(matches);
  if (quantifier === 'ANY') return (array, matches) => array.some(matches);
  if (quantifier === 'NONE') return (array, matches) => !array.some(matches);
  const least = context.part(quantifier.atLeast);
  return (array, matches, frame) => {
    const wanted = toNumber(least(frame));
    let found = 0;
    return wanted <= 0 || array.some((item) => matches(item) && ++found >= wanted);
  };
}
