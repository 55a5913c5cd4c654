import { executeQuery } from '../src/aql/execute.ts';
import type { Database } from '../src/store/database.ts';
import { journeyDatabase } from './bench/journey-data.ts';
import { journeyQueries, type BenchQuery } from './bench/journey-queries.ts';
import { median } from './bench/median.ts';
import { measureMemory } from './bench/memory.ts';
import { measureWrites } from './bench/writes.ts';

/**
 * Times what the journey graph asks, medians of runs that take turns.
 * `node --expose-gc packages/aqlite/test/bench-cli.ts [rounds]`
 */
const rounds = Number(process.argv[2] ?? 5);

function millisecondsOf(database: Database, { text, bindVars }: BenchQuery): number {
  const started = performance.now();
  const results = database.run((store) => [...executeQuery({ text, bindVars, store })]);
  if (results.length === 0) throw new Error(`no results: ${text}`);
  return performance.now() - started;
}

if (globalThis.gc !== undefined) console.log(`bytes per event document, 4 indexes: ${measureMemory()}`);
const database = journeyDatabase();
const times = new Map<string, number[]>(journeyQueries.map(({ name }) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const query of journeyQueries) {
    const elapsed = millisecondsOf(database, query);
    if (round > 0) times.get(query.name)?.push(elapsed);
  }
}
for (const { name, targetMs } of journeyQueries) {
  console.log(`${name}: ${median(times.get(name) ?? []).toFixed(2)} ms (asked: ${targetMs})`);
}
for (const [name, perSecond] of await measureWrites(rounds)) {
  console.log(`${name}: ${Math.round(perSecond)} documents/s`);
}
