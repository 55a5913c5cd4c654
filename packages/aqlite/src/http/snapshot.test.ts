import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from 'arangojs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAqlite } from './start-aqlite.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aqlite-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function withServer<T>(snapshotFile: string, work: (db: Database) => Promise<T>): Promise<T> {
  const aqlite = await startAqlite({ snapshotFile });
  const db = new Database({ url: aqlite.url });
  try {
    return await work(db);
  } finally {
    db.close();
    await aqlite.close();
  }
}

async function contents(db: Database) {
  const shop = db.database('shop');
  const documents = await (await shop.query('FOR p IN people RETURN p')).all();
  const path = await (await shop.query('FOR v IN 1 OUTBOUND "people/a" GRAPH "social" RETURN v._key')).all();
  const indexes = (await shop.collection('people').indexes()).map(({ name, type }) => [name, type]);
  const found = await (await shop.query('FOR p IN search SEARCH p.name == "Ann" RETURN p._key')).all();
  return { documents, path, indexes, found };
}

test('a restart brings back documents with their revisions, indexes, graphs and views', async () => {
  const file = join(folder, 'snapshot.jsonl');
  const before = await withServer(file, async (db) => {
    const shop = await db.createDatabase('shop');
    const people = await shop.createCollection('people', { keyOptions: { type: 'autoincrement' } });
    await people.ensureIndex({ type: 'persistent', fields: ['name'], unique: true, name: 'by_name' });
    await people.saveAll([
      { _key: 'a', name: 'Ann' },
      { _key: 'b', name: 'Bob' },
    ]);
    const graph = await shop.createGraph('social', [
      { collection: 'knows', from: ['people'], to: ['people'] },
    ]);
    await graph.edgeCollection('knows').save({ _from: 'people/a', _to: 'people/b' });
    await shop.createView('search', { type: 'arangosearch', links: { people: { includeAllFields: true } } });
    return contents(db);
  });
  expect(before.path).toEqual(['b']);
  expect(before.found).toEqual(['a']);
  expect(await withServer(file, contents)).toEqual(before);
  const added = await withServer(file, (db) => db.database('shop').collection('people').save({ name: 'Cy' }));
  expect(added['_key']).toBe('1');
});

test('a snapshot that was cut, or is something else, stops the start', async () => {
  const file = join(folder, 'snapshot.jsonl');
  await withServer(file, (db) => db.createCollection('people'));
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(file, lines.slice(0, -1).join('\n'));
  await expect(startAqlite({ snapshotFile: file })).rejects.toThrow('was cut');
  await writeFile(file, '{"is":"something else"}\n');
  await expect(startAqlite({ snapshotFile: file })).rejects.toThrow('no snapshot');
});
