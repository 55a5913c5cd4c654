import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

const broken = {
  'was cut between two lines': [(text: string) => text.split('\n').slice(0, -2).join('\n'), 'it was cut'],
  'was cut within a line': [(text: string) => text.slice(0, -20), 'no JSON: the file was cut'],
  'lacks a document': [
    (text: string) => text.replace(/^.*"is":"document".*\n/m, ''),
    'it has 1 documents of 2',
  ],
  'is something else': [() => '{"is":"something else"}\n', 'line 1: it is no snapshot'],
  'has another format': [
    (text: string) => text.replace('aqlite 1', 'aqlite 0'),
    'it has the format "aqlite 0"',
  ],
  'is empty': [() => '', 'it was cut'],
} as const;

test.for(Object.entries(broken))('a snapshot that %s stops the start', async ([, [harm, reason]]) => {
  const file = join(folder, 'snapshot.jsonl');
  await withServer(file, async (db) => {
    const people = await db.createCollection('people');
    await people.saveAll([{ name: 'Ann' }, { name: 'Bob' }]);
  });
  await writeFile(file, harm(await readFile(file, 'utf8')));
  await expect(startAqlite({ snapshotFile: file })).rejects.toThrow(reason);
  expect(await readdir(folder)).toEqual(['snapshot.jsonl']);
});

test('a bad snapshot may be put aside, and the server starts empty', async () => {
  const file = join(folder, 'snapshot.jsonl');
  await withServer(file, (db) => db.createCollection('people'));
  const text = (await readFile(file, 'utf8')).slice(0, -3);
  await writeFile(file, text);
  const aqlite = await startAqlite({ snapshotFile: file, onBadSnapshot: 'ignore' });
  expect(aqlite.snapshotProblem).toContain('was cut');
  expect(aqlite.server.get('_system')?.collections()).toEqual([]);
  await aqlite.close();
  expect(await readFile(`${file}.bad`, 'utf8')).toBe(text);
  const again = await startAqlite({ snapshotFile: file });
  expect(again.snapshotProblem).toBe(null);
  await again.close();
});

test('reading reports how far it is', async () => {
  const file = join(folder, 'snapshot.jsonl');
  await withServer(file, async (db) => {
    await db.createCollection('numbers');
    await db.query('FOR n IN 1..25000 INSERT { n } INTO numbers');
  });
  const reports: (readonly [number, number | null])[] = [];
  const aqlite = await startAqlite({
    snapshotFile: file,
    onProgress: (done, total) => void reports.push([done, total]),
  });
  expect(reports).toEqual([
    [10_000, 25_000],
    [20_000, 25_000],
    [25_000, 25_000],
  ]);
  await aqlite.close();
});
