import type { CompileContext } from '../compile/context.ts';
import { groupKey } from '../run/group-key.ts';
import type { Evaluate } from '../run/runtime.ts';
import type { Step } from '../run/step.ts';

/** RETURN DISTINCT: the first of equal values passes. */
export function distinctStep(
  evaluate: Evaluate,
  context: CompileContext,
): { readonly step: Step; readonly read: Evaluate } {
  const slot = context.scopes.register();
  const step: Step = {
    *run(frame, input) {
      const seen = new Set<unknown>();
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        const value = evaluate(frame);
        const key = groupKey(value);
        if (seen.has(key)) continue;
        frame.runtime.hold(value);
        seen.add(key);
        frame.registers[slot] = value;
        yield 'row';
      }
      return undefined;
    },
    explain: () => [{ type: 'CollectNode', collectOptions: { method: 'distinct' } }],
  };
  return { step, read: (frame) => frame.registers[slot] ?? null };
}
