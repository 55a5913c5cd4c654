import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinsWithoutLapse, plantedFaults } from './planted-faults.ts';
import { history, SpaceModel, type Faults, type Tally } from './space-model.ts';

const noTally = (): Tally => ({ hits: 0, reads: 0, outwaited: 0, closed: 0, deaths: 0, hangs: 0, dark: 0 });

function everyHistory(tally: Tally, faults: Faults = {}) {
  return fc.asyncProperty(history, async (lived) => {
    const model = new SpaceModel(lived, tally, faults);
    await model.run();
    expect(model.stale).toBeNull();
  });
}

test('no read that begins after a change was committed gets what was there before, whoever dies, hangs or comes back', async () => {
  const tally = noTally();
  await fc.assert(everyHistory(tally), { numRuns: Number(process.env['CACHE_HISTORIES'] ?? 150) });
  // Histories in which nothing was cached or nothing went wrong would prove nothing.
  expect(tally.hits).toBeGreaterThan(tally.reads / 10);
  for (const count of [tally.outwaited, tally.closed, tally.deaths, tally.hangs])
    expect(count).toBeGreaterThan(5);
  expect(tally.dark).toBe(0);
}, 900_000);

test.each(plantedFaults)(
  'without the rule "%s" a stale read is found',
  async (_rule, faults) => {
    const found = await fc.check(everyHistory(noTally(), faults), {
      numRuns: 5000,
      endOnFailure: true,
      seed: 360,
    });
    expect(found.failed).toBe(true);
    expect(String(found.errorInstance)).toContain(' after ');
  },
  300_000,
);

test('where a live epoch is joined although somebody let the lease end, keys of the dead are cached no more', async () => {
  const tally = noTally();
  const allLit = fc.asyncProperty(history, async (lived) => {
    await new SpaceModel(lived, tally, joinsWithoutLapse).run();
    expect(tally.dark).toBe(0);
  });
  const found = await fc.check(allLit, { numRuns: 5000, endOnFailure: true, seed: 360 });
  expect(found.failed).toBe(true);
}, 300_000);
