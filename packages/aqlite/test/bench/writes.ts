import { Database } from 'arangojs';
import { startAqlite } from '../../src/http/start-aqlite.ts';
import { eventIndexes, events, sessions } from './journey-data.ts';
import { median } from './median.ts';

const batch = 5000;

/** Documents a second of processor time (client, server and HTTP in one process): import, replace and remove by one statement over an array, medians of the rounds. */
export async function measureWrites(rounds: number): Promise<ReadonlyMap<string, number>> {
  const aqlite = await startAqlite();
  const db = new Database({ url: aqlite.url });
  const rows = events(sessions(rounds * 700)).slice(0, rounds * batch);
  const collection = await db.createCollection('events');
  for (const { type: _, ...index } of eventIndexes.slice(0, 3)) {
    await collection.ensureIndex({ ...index, type: 'persistent' });
  }
  const rates = new Map<string, number[]>([
    ['import', []],
    ['replace by AQL', []],
    ['remove by AQL', []],
  ]);
  for (let from = 0; from < rows.length; from += batch) {
    const docs = rows.slice(from, from + batch);
    const keys = docs.map(({ _key }) => _key ?? null);
    await time(rates, 'import', () => collection.import(docs as Record<string, unknown>[]));
    await time(rates, 'replace by AQL', () =>
      db.query('FOR d IN @docs INSERT d INTO @@c OPTIONS { overwriteMode: "replace" }', {
        docs,
        '@c': 'events',
      }),
    );
    await time(rates, 'remove by AQL', () =>
      db.query('FOR k IN @keys REMOVE k IN @@c OPTIONS { ignoreErrors: true }', { keys, '@c': 'events' }),
    );
    await collection.import(docs as Record<string, unknown>[]);
  }
  db.close();
  await aqlite.close();
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

async function time(
  rates: ReadonlyMap<string, number[]>,
  name: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const started = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(started);
  rates.get(name)?.push((batch * 1_000_000) / (user + system));
}
