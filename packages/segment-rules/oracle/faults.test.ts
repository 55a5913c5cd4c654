import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { streamDifference } from './compare.ts';
import { faults, type Fault } from './faults.ts';
import { generateScenario } from './generate-scenario.ts';
import type { timeline } from './timeline.ts';

const folder = mkdtempSync(join(tmpdir(), 'segment-faults-'));
/** Seeds to look through: the given one finds it unless the generator was changed. */
const mostScenarios = 400;
const awake = { restartEvery: null, isAwake: true };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The oracle with one text of one file replaced. It imports nothing but types from elsewhere. */
async function faultyOracle(index: number, fault: Fault | null): Promise<typeof timeline> {
  const copy = mkdtempSync(join(folder, `${index}-`));
  for (const file of readdirSync(import.meta.dirname)) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    writeFileSync(join(copy, file), fault?.[2] === file ? planted(source, fault) : source);
  }
  const module = (await import(/* @vite-ignore */ pathToFileURL(join(copy, 'timeline.ts')).href)) as {
    timeline: typeof timeline; // a copy of the module
  };
  return module.timeline;
}

function planted(source: string, [name, , file, right, wrong]: Fault): string {
  if (source.split(right).length !== 2) throw new Error(`"${name}": not exactly once in ${file}: ${right}`);
  return source.replace(right, () => wrong);
}

function seedThatShows(oracle: typeof timeline, first: number, most: number): number | null {
  for (let seed = first; seed < first + most; seed += 1) {
    if (streamDifference(generateScenario(seed), oracle, [awake]) !== null) return seed;
  }
  return null;
}

test('the oracle without a fault agrees with the stream', async () => {
  expect(seedThatShows(await faultyOracle(0, null), 1, 20)).toBeNull();
});

test.each(faults.map((fault, index) => [fault[0], index, fault] as const))(
  'the misreading "%s" is caught',
  { timeout: 60_000 },
  async (_name, index, fault) => {
    expect(seedThatShows(await faultyOracle(index + 1, fault), fault[1], mostScenarios)).not.toBeNull();
  },
);
