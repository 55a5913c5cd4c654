import type { Step } from '../run/step.ts';
import { type AheadSubquery, runAhead } from '../run/subquery.ts';

/** Runs the subqueries of the statement that follows for each row. */
export function subqueriesStep(subqueries: readonly AheadSubquery[]): Step {
  return {
    *run(frame, input) {
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        let bytes = 0;
        for (const subquery of subqueries) bytes += yield* runAhead(subquery, frame);
        yield 'row';
        // what outlives its row was accounted for by who keeps it
        frame.runtime.release(bytes);
      }
      return undefined;
    },
    explain: () => [],
  };
}
