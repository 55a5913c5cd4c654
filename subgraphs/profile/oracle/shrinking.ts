import type { History, HistoryStep } from './history.ts';

/** Smaller variants of a step that still say something. */
function simpler(step: HistoryStep): HistoryStep[] {
  if (step.step !== 'event') return [];
  const { traits, consent, ...bare } = step;
  return [
    ...(traits === undefined && consent === undefined ? [] : [bare]),
    ...step.identifiers.map((one) => ({
      ...step,
      identifiers: step.identifiers.filter((identifier) => identifier !== one),
    })),
  ];
}

function* smaller(history: History): Generator<History> {
  for (let length = Math.ceil(history.length / 2); length > 0; length = Math.floor(length / 2)) {
    for (let start = 0; start < history.length; start += length) {
      yield history.filter((_, index) => index < start || index >= start + length);
    }
  }
  for (const [index, step] of history.entries()) {
    for (const variant of simpler(step)) yield history.with(index, variant);
  }
}

/** A history that still fails and of which no smaller variant does, or the smallest within the given number of tries. */
export async function shrink(
  history: History,
  fails: (history: History) => Promise<boolean>,
  tries = 500,
): Promise<History> {
  let left = tries;
  let smallest = history;
  let isShrinking = true;
  while (isShrinking) {
    isShrinking = false;
    for (const candidate of smaller(smallest)) {
      left -= 1;
      if (left < 0) return smallest;
      if (candidate.length === 0 || !(await fails(candidate))) continue;
      smallest = candidate;
      isShrinking = true;
      break;
    }
  }
  return smallest;
}
