import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import type { Expression, Statement } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import type { Step } from '../run/step.ts';

export function limitStep(
  statement: Statement & { kind: 'limit' },
  context: CompileContext,
  countsAll: boolean,
): Step {
  const offset = statement.offset === null ? null : context.analysed(statement.offset);
  const count = context.analysed(statement.count);
  if ((offset?.usage.slots.size ?? 0) + count.usage.slots.size > 0) {
    throw new ArangoError(1504, 'AQL: number out of range (while parsing)');
  }
  const knownOffset = statement.offset === null ? () => 0 : compileKnown(statement.offset, context);
  const knownCount = compileKnown(statement.count, context);
  // writes are made even when nothing of them is wanted
  const writesBefore = context.modifiesData;
  return {
    *run(frame, input) {
      const skip = offset === null ? 0 : limitOf(offset.evaluate(frame));
      const take = limitOf(count.evaluate(frame));
      const fullCount = countsAll && frame.runtime.stats.fullCount !== null;
      let seen = 0;
      for (const turn of take > 0 || fullCount || writesBefore ? input : []) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        seen++;
        if (seen > skip && seen <= skip + take) {
          yield 'row';
          if (!fullCount && seen === skip + take) break;
        }
      }
      if (fullCount) frame.runtime.stats.fullCount = seen;
      return undefined;
    },
    explain: (_, binds) => {
      const [skipped, taken] = [knownOffset(binds), knownCount(binds)];
      return [
        {
          type: 'LimitNode',
          ...(skipped !== null && { offset: skipped }),
          ...(taken !== null && { limit: taken }),
        },
      ];
    },
  };
}

/** The number as a plan shows it: given in the text or by a bind parameter, null when it must be computed. */
function compileKnown(node: Expression, context: CompileContext): (binds: readonly Value[]) => number | null {
  const bind = node.kind === 'bind' ? context.bindIndex(node.name) : null;
  const literal = node.kind === 'literal' ? node.value : null;
  return (binds) => {
    const value = bind === null ? literal : (binds[bind] ?? null);
    return typeof value === 'number' ? value : null;
  };
}

function limitOf(value: Value): number {
  if (typeof value !== 'number' || value < 0)
    throw new ArangoError(1504, 'AQL: number out of range (while parsing)');
  return Math.trunc(value);
}
