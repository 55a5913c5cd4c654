import { isTruthy } from '../../values/casts.ts';
import type { Expression } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import type { Evaluate } from '../run/runtime.ts';
import type { Step } from '../run/step.ts';

/** Passes the rows that meet all conditions, which are tested in their order. */
export function filterStep(conditions: readonly Expression[], context: CompileContext): Step {
  const tests = conditions.map((condition) => context.rowExpression(condition));
  const [only] = tests;
  const evaluate = tests.length === 1 && only !== undefined ? only : allOf(tests);
  return {
    *run(frame, input) {
      const { stats } = frame.runtime;
      for (const turn of input) {
        if (turn === 'pause' || isTruthy(evaluate(frame))) yield turn;
        else stats.filtered++;
      }
      return undefined;
    },
    explain: () => [{ type: 'CalculationNode' }, { type: 'FilterNode' }],
  };
}

function allOf(tests: readonly Evaluate[]): Evaluate {
  return (frame) => {
    for (const test of tests) {
      if (!isTruthy(test(frame))) return false;
    }
    return true;
  };
}
