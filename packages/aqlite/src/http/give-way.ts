import { paused } from '../aql/run/step.ts';
import type { Value } from '../values/value.ts';

/** The next result of a query; other requests get their turn at each of its pauses. */
export async function nextResult(
  turns: Iterator<Value | typeof paused>,
): Promise<IteratorResult<Value, undefined>> {
  for (;;) {
    const { value, done } = turns.next();
    if (done === true) return { done, value: undefined };
    if (value !== paused) return { done: false, value };
    await othersTurn();
  }
}

/** All results. */
export async function allResults(turns: Iterator<Value | typeof paused>): Promise<readonly Value[]> {
  const results: Value[] = [];
  for (let turn = turns.next(); turn.done !== true; turn = turns.next()) {
    if (turn.value === paused) await othersTurn();
    else results.push(turn.value);
  }
  return results;
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
