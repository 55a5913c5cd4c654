import { difference } from './comparison.ts';
import { countSituations } from './coverage.ts';
import type { OracleEnv } from './env.ts';
import { generateHistory } from './generator.ts';
import { openHarness, type Harness, type Run } from './harness.ts';
import type { History } from './history.ts';
import { violations } from './invariants.ts';
import { play } from './played.ts';
import { shrink } from './shrinking.ts';

/** Rows of rolled back transactions stay in the files until somebody vacuums: a new database is cheaper. */
const historiesPerDatabase = 400;

/** Shrinking must leave time to report what was found. */
const shrinkMs = 60_000;

/** How a history is handled, one way after the other: in batches of 1, 7 and 500; every second one is also replayed. */
function waysOf(seed: number): readonly (Run & { readonly replay: boolean })[] {
  const turn = Math.floor(seed / 2) % 4;
  return [
    { batchSize: 1, memory: turn !== 0, replay: false },
    { batchSize: 7, memory: turn % 2 === 0, replay: turn === 1 },
    { batchSize: 500, memory: turn % 2 === 1, replay: turn === 2 },
  ];
}

/** In words what the consumer gets wrong of a history; null when it agrees with the oracle in everything. */
async function disagreement(harness: Harness, history: History, seed: number): Promise<string | null> {
  const logged = await harness.log(history);
  const { entries, expected } = logged;
  let answers: Run['answers'];
  const check = async (how: Run): Promise<string | null> => {
    const outcome = await logged.run(how);
    answers = outcome.answers;
    const differing = difference(expected, outcome.snapshot);
    return differing ?? (violations(entries, outcome.snapshot).join('\n') || null);
  };
  for (const { replay, ...how } of waysOf(seed)) {
    const found = await said(how, check);
    if (found !== null) return found;
    if (!replay || answers === undefined) continue;
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

/**
 * Compares every second generated history, from the first or the second seed on, and throws with the smallest that
 * shows a disagreement. Two test files take a half each, so that two processors are busy. Gives what was met.
 */
export async function compareHistories(
  { histories, firstSeed }: OracleEnv,
  half: 0 | 1,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const seeds = Array.from({ length: histories }, (_, index) => firstSeed + index).filter(
    (_, index) => index % 2 === half,
  );
  for (let done = 0; done < seeds.length; done += historiesPerDatabase) {
    const harness = await openHarness();
    try {
      for (const seed of seeds.slice(done, done + historiesPerDatabase)) await compare(harness, seed, counts);
    } finally {
      await harness.close();
    }
  }
  return counts;
}

async function compare(harness: Harness, seed: number, counts: Map<string, number>): Promise<void> {
  const history = generateHistory(seed);
  countSituations(history, play(history), counts);
  const found = await disagreement(harness, history, seed);
  if (found === null) return;
  const deadline = performance.now() + shrinkMs;
  const smallest = await shrink(
    history,
    async (one) => performance.now() < deadline && (await disagreement(harness, one, seed)) !== null,
  );
  const why = await disagreement(harness, smallest, seed);
  throw new Error(
    [
      `The profile consumer and the oracle disagree on seed ${String(seed)} (ORACLE_SEED). The smallest history:`,
      ...smallest.map((step, index) => `${String(index + 1)} ${JSON.stringify(step)}`),
      why ?? found,
    ].join('\n'),
  );
}
