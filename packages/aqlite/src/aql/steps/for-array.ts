import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import type { Expression, ForStatement } from '../ast.ts';
import { toInteger } from '../compile/access.ts';
import type { CompileContext } from '../compile/context.ts';
import { rangeArray } from '../compile/operators.ts';
import type { Frame } from '../run/runtime.ts';
import type { Step } from '../run/step.ts';

/** Longer ranges are counted without making their array. */
const longestArray = 1000;

/** A loop over an array or a range. */
export function forArrayStep(statement: ForStatement, context: CompileContext): Step {
  const items = compileItems(statement.source, context);
  context.scopes.open('for');
  const { slot } = context.declare(statement.variable);
  return {
    *run(frame, input) {
      const { registers, runtime } = frame;
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        for (const item of items(frame)) {
          runtime.tick();
          if (runtime.isPauseDue) yield 'pause';
          registers[slot] = item;
          yield 'row';
        }
      }
      return undefined;
    },
    explain: () => [{ type: 'EnumerateListNode', outVariable: { name: statement.variable.name } }],
  };
}

function compileItems(source: Expression, context: CompileContext): (frame: Frame) => Iterable<Value> {
  if (source.kind === 'binary' && source.operator === '..') {
    const from = context.rowExpression(source.left);
    const to = context.rowExpression(source.right);
    return (frame) => {
      const [first, last] = [toInteger(from(frame)), toInteger(to(frame))];
      return Math.abs(last - first) < longestArray ? rangeArray(first, last) : count(first, last);
    };
  }
  const evaluate = context.rowExpression(source);
  return (frame) => {
    const value = evaluate(frame);
    if (Array.isArray(value)) return value as readonly Value[];
    throw new ArangoError(
      1563,
      `AQL: collection or array expected as operand to FOR loop; you provided a value of type '${typeName(value)}' (while executing)`,
    );
  };
}

function typeName(value: Value): string {
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function* count(from: number, to: number): Generator<number> {
  if (from <= to) for (let i = from; i <= to; i++) yield i;
  else for (let i = from; i >= to; i--) yield i;
}
