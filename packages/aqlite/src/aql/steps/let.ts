import type { Declaration, Expression } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import type { Step } from '../run/step.ts';

export function letStep(declaration: Declaration, value: Expression, context: CompileContext): Step {
  const { evaluate, usage } = context.rowAnalysed(value);
  const variable = context.declare(declaration);
  const { slot } = variable;
  // a value that depends on no variable is the same for each row
  const isConstant = usage.isPure && usage.slots.size === 0;
  return {
    *run(frame, input) {
      const { registers } = frame;
      let isKnown = false;
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        if (!isKnown) registers[slot] = evaluate(frame);
        isKnown = isConstant;
        yield 'row';
      }
      return undefined;
    },
    explain: () =>
      value.kind === 'subquery' ? [] : [{ type: 'CalculationNode', outVariable: { name: variable.name } }],
  };
}
