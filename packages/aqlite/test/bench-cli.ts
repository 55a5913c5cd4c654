import { executeQuery } from '../src/aql/execute.ts';
import type { Database } from '../src/store/database.ts';
import { journeyDatabase } from './bench/journey-data.ts';
import { journeyQueries, type BenchQuery } from './bench/journey-queries.ts';
import { median } from './bench/median.ts';
import { measureMemory } from './bench/memory.ts';
import { measureWrites } from './bench/writes.ts';

/**
 * Times what the journey graph asks, medians of runs that take turns; on a busy machine the processor time says more.
 *
 * `node --expose-gc packages/aqlite/test/bench-cli.ts [rounds]`
 */
const rounds = Number(process.argv[2] ?? 5);

interface Time {
  readonly wall: number;
  readonly cpu: number;
}

function millisecondsOf(database: Database, { text, bindVars }: BenchQuery): Time {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const results = database.run((store) => [...executeQuery({ text, bindVars, store })]);
  if (results.length === 0) throw new Error(`no results: ${text}`);
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - started, cpu: (user + system) / 1000 };
}

if (globalThis.gc !== undefined) console.log(`bytes per event document, 4 indexes: ${measureMemory()}`);
const database = journeyDatabase();
const times = new Map<string, Time[]>(journeyQueries.map(({ name }) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const query of journeyQueries) {
    const elapsed = millisecondsOf(database, query);
    if (round > 0) times.get(query.name)?.push(elapsed);
  }
}
for (const { name, targetMs } of journeyQueries) {
  const taken = times.get(name) ?? [];
  const [wall, cpu] = [median(taken.map((time) => time.wall)), median(taken.map((time) => time.cpu))];
  console.log(`${name}: ${wall.toFixed(2)} ms (asked: ${targetMs}), ${cpu.toFixed(2)} ms of processor time`);
}
for (const [name, perSecond] of await measureWrites(rounds)) {
  console.log(`${name}: ${Math.round(perSecond)} documents/s`);
}
