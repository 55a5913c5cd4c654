import type { Value } from '../../values/value.ts';
import type { Expression } from '../ast.ts';
import { ArangoError } from '../../errors.ts';
import type { CompileContext } from '../compile/context.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Frame } from '../run/runtime.ts';

export interface Depth {
  readonly min: number;
  readonly max: number;
}

/** The range before the direction, 1..1 when there is none; it may hold no variable. */
export function compileDepth(node: Expression | null, context: CompileContext): (frame: Frame) => Depth {
  if (node === null) return () => ({ min: 1, max: 1 });
  const isRange = node.kind === 'binary' && node.operator === '..';
  const low = context.analysed(isRange ? node.left : node);
  const high = isRange ? context.analysed(node.right) : low;
  if (low.usage.slots.size + high.usage.slots.size > 0) throw parsingError(1501, 'invalid traversal depth');
  return (frame) => {
    const min = depthOf(low.evaluate(frame));
    const max = depthOf(high.evaluate(frame));
    if (min > max) throw invalidDepth();
    return { min, max };
  };
}

function depthOf(value: Value): number {
  if (typeof value !== 'number' || value < 0) throw invalidDepth();
  return Math.trunc(value);
}

function invalidDepth(): ArangoError {
  return new ArangoError(1501, 'AQL: invalid traversal depth (while instantiating plan)');
}
