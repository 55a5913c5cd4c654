import { isTruthy } from '../../values/casts.ts';
import type { Expression } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import type { Step } from '../run/step.ts';

export function filterStep(condition: Expression, context: CompileContext): Step {
  const evaluate = context.expression(condition);
  return {
    *run(frame, input) {
      const { stats } = frame.runtime;
      for (const _ of input) {
        if (isTruthy(evaluate(frame))) yield;
        else stats.filtered++;
      }
      return undefined;
    },
    explain: () => [{ type: 'CalculationNode' }, { type: 'FilterNode' }],
  };
}
