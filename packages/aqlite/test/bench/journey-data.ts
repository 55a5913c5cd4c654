import type { Database } from '../../src/store/database.ts';
import { DatabaseServer } from '../../src/store/server.ts';
import type { Value } from '../../src/values/value.ts';
import { seeded } from '../mutations.ts';

type Row = { readonly [attribute: string]: Value };

export const start = 1_750_000_000_000;
const day = 86_400_000;
const steps = ['Home', 'Search', 'Product', 'Cart', 'Checkout', 'Order Completed', 'Help', 'Account'];
const channels = ['email', 'paid search', 'organic', null];

/** 100,000 events by default in 12,000 sessions of 4,000 profiles of one tenant, over 90 days; the same each time. */
export function sessions(count = 12_000): readonly Row[] {
  const random = seeded(1);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T; // never empty
  return Array.from({ length: count }, (_, i): Row => {
    const length = 2 + Math.floor(random() * 13);
    const startedAt = start + Math.floor(random() * 90 * day);
    const places = Array.from({ length }, (_, n) => n);
    return {
      _key: `session-${i}`,
      tenantId: 'tenant-one',
      profileId: `profile-${Math.floor(random() * 4000)}`,
      startedAt,
      endedAt: startedAt + length * 30_000,
      steps: places.map(() => pick(steps)),
      times: places.map((n) => startedAt + n * 30_000),
      values: places.map(() => Math.floor(random() * 100)),
      channels: places.map(() => pick(channels)),
    };
  });
}

/** One event for each step of the sessions, with twelve fields of its own. */
export function events(of: readonly Row[]): readonly Row[] {
  let position = 0;
  return of.flatMap((session) =>
    (session['steps'] as readonly string[]).map((step, n): Row => ({
      _key: `event-${position}`,
      tenantId: 'tenant-one',
      profileId: session['profileId'] ?? null,
      sessionId: session['_key'] ?? null,
      step,
      event: `${step} Viewed`,
      ts: (session['times'] as readonly number[])[n] ?? 0,
      position: position++,
      channel: (session['channels'] as readonly Value[])[n] ?? null,
      campaignId: 'campaign-spring-sale',
      source: 'javascript-web',
      value: (session['values'] as readonly number[])[n] ?? 0,
      currency: 'EUR',
    })),
  );
}

export const eventIndexes = [
  { type: 'persistent', name: 'profile', fields: ['tenantId', 'profileId', 'ts', 'position'] },
  { type: 'persistent', name: 'step', fields: ['tenantId', 'step', 'ts'], storedValues: ['profileId'] },
  { type: 'persistent', name: 'session', fields: ['tenantId', 'sessionId'] },
  { type: 'persistent', name: 'position', fields: ['tenantId', 'position'] },
];

const sessionIndexes = [
  ['tenantId', 'startedAt'],
  ['tenantId', 'endedAt'],
  ['tenantId', 'profileId', 'startedAt'],
];

export function emptyDatabase(): Database {
  const database = new DatabaseServer().get('_system');
  if (database === null) throw new Error('a server begins with _system');
  return database;
}

export function fill(database: Database, name: string, rows: readonly Row[]): void {
  database.run((store) => {
    for (const row of rows) store.collection(name)?.insert(row);
  });
}

/** Sessions, events and a graph with a hub of 100,000 edges and one of 5,000 behind a vertex of low degree. */
export function journeyDatabase(): Database {
  const database = emptyDatabase();
  const all = sessions();
  database.createCollection('sessions');
  for (const fields of sessionIndexes) database.createIndex('sessions', { type: 'persistent', fields });
  fill(database, 'sessions', all);
  database.createCollection('events');
  for (const index of eventIndexes) database.createIndex('events', index);
  fill(database, 'events', events(all));
  fillGraph(database);
  return database;
}

function fillGraph(database: Database): void {
  database.createCollection('vertices');
  database.createCollection('edges', { type: 'edge' });
  fill(database, 'vertices', [
    { _key: 'hub', degree: 100_000 },
    { _key: 'shared', degree: 5000 },
    ...Array.from({ length: 20 }, (_, i) => ({ _key: `near${i}`, degree: 2 })),
    ...Array.from({ length: 1000 }, (_, i) => ({ _key: `far${i}`, degree: 105 })),
  ]);
  const edge = (from: string, to: string): Row => ({ _from: `vertices/${from}`, _to: `vertices/${to}` });
  fill(database, 'edges', [
    ...Array.from({ length: 100_000 }, (_, i) => edge('hub', `far${i % 1000}`)),
    ...Array.from({ length: 5000 }, (_, i) => edge('shared', `far${i % 1000}`)),
    ...Array.from({ length: 20 }, (_, i) => edge('near0', `near${i}`)),
    ...Array.from({ length: 20 }, (_, i) => edge(`near${i}`, 'shared')),
  ]);
}
