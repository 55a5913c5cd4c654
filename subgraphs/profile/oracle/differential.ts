import { difference } from './comparison.ts';
import { countSituations } from './coverage.ts';
import { generateHistory } from './generator.ts';
import { openHarness, type Harness, type Run } from './harness.ts';
import type { History } from './history.ts';
import { violations } from './invariants.ts';
import { shrink } from './shrinking.ts';

/** How many histories a run compares, and from which seed on. */
export const histories = Number(process.env['ORACLE_HISTORIES'] ?? 150);
export const firstSeed = Number(process.env['ORACLE_SEED'] ?? 1);

/** Rows of rolled back transactions stay in the files until somebody vacuums: a new database is cheaper. */
const historiesPerDatabase = 400;

/** Ways to handle one logged history; with `replay` each of them once more, on the answers that it gave. */
export interface Ways {
  readonly runs: (seed: number) => readonly Run[];
  readonly replay: boolean;
}

/** In words what the consumer gets wrong of a history; null when it agrees with the oracle in everything. */
export async function disagreement(
  harness: Harness,
  history: History,
  ways: Ways,
  seed: number,
): Promise<string | null> {
  const { entries, expected, run } = await harness.log(history);
  let answers: Run['answers'];
  const check = async (how: Run): Promise<string | null> => {
    const outcome = await run(how);
    answers = outcome.answers;
    const differing = difference(expected, outcome.snapshot);
    return differing ?? (violations(entries, outcome.snapshot).join('\n') || null);
  };
  for (const how of ways.runs(seed)) {
    const found = await said(how, check);
    if (found !== null) return found;
    if (!ways.replay || answers === undefined) continue;
    const again = await said({ ...how, answers }, check);
    if (again !== null) return again;
  }
  return null;
}

/** What a run gets wrong, or how it fails, with its name. */
async function said(how: Run, check: (how: Run) => Promise<string | null>): Promise<string | null> {
  const kind = how.answers === undefined ? 'batches' : 'replay in batches';
  const name = `${kind} of ${String(how.batchSize)}, ${how.memory ? 'with' : 'without'} memory`;
  try {
    const found = await check(how);
    return found === null ? null : `${name}:\n${found}`;
  } catch (error) {
    return `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** Compares generated histories and throws with the smallest that shows a disagreement. Gives what they met. */
export async function compareHistories(ways: Ways): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let done = 0; done < histories; done += historiesPerDatabase) {
    const harness = await openHarness();
    try {
      const end = Math.min(histories, done + historiesPerDatabase);
      for (let seed = firstSeed + done; seed < firstSeed + end; seed += 1) {
        await compare(harness, seed, ways, counts);
      }
    } finally {
      await harness.close();
    }
  }
  return counts;
}

async function compare(
  harness: Harness,
  seed: number,
  ways: Ways,
  counts: Map<string, number>,
): Promise<void> {
  const history = generateHistory(seed);
  const found = await disagreement(harness, history, ways, seed);
  if (found === null) {
    countSituations(history, (await harness.log(history)).expected, counts);
    return;
  }
  const fails = async (candidate: History) => (await disagreement(harness, candidate, ways, seed)) !== null;
  const smallest = await shrink(history, fails);
  const why = await disagreement(harness, smallest, ways, seed);
  const lines = smallest.map((step, index) => `${String(index + 1)} ${JSON.stringify(step)}`);
  throw new Error(
    [
      `The profile consumer and the oracle disagree on seed ${String(seed)} (ORACLE_SEED).`,
      ...lines,
      why ?? found,
    ].join('\n'),
  );
}
