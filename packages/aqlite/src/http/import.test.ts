import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

test('documents are imported and counted by their fate', async () => {
  const { db } = await connect();
  const people = await db.createCollection('people');
  const first = await people.import([
    { _key: 'a', n: 1 },
    { _key: 'b', n: 1 },
  ]);
  expect(first).toMatchObject({ error: false, created: 2, errors: 0 });
  const rows = [
    { _key: 'a', n: 2 },
    { _key: 'c', n: 2 },
  ];
  expect(await people.import(rows, { details: true })).toMatchObject({ created: 1, errors: 1 });
  expect(await people.import(rows, { onDuplicate: 'ignore' })).toMatchObject({ ignored: 2 });
  expect(await people.import(rows, { onDuplicate: 'update' })).toMatchObject({ updated: 2 });
  expect(await people.import(rows, { onDuplicate: 'replace' })).toMatchObject({ updated: 2 });
  expect(await people.document('a')).toMatchObject({ n: 2 });
});

test('a complete import takes all or nothing', async () => {
  const { db } = await connect();
  const people = await db.createCollection('people');
  const twice = people.import([{ _key: 'a' }, { _key: 'a' }], { complete: true });
  expect(await refusal(twice)).toMatchObject({ errorNum: 1210 });
  expect((await people.count()).count).toBe(0);
});

test('edges get their prefixes, rows of values their names', async () => {
  const { db } = await connect();
  const knows = await db.createEdgeCollection('knows');
  await knows.import([{ _from: 'a', _to: 'b' }], { fromPrefix: 'people', toPrefix: 'people' });
  const [edge] = await (await db.query('FOR k IN knows RETURN k')).all();
  expect(edge).toMatchObject({ _from: 'people/a', _to: 'people/b' });
  await knows.import([
    ['_from', '_to', 'w'],
    ['people/a', 'people/c', 3],
  ]);
  const { edges } = await knows.outEdges('people/a');
  expect(edges.map((found) => found['w'])).toEqual([undefined, 3]);
  expect((await knows.inEdges('people/c')).edges).toHaveLength(1);
  expect((await knows.edges('people/b')).edges).toHaveLength(1);
});

test('bad lines are refused or counted', async () => {
  const { db, aqlite } = await connect();
  await db.createEdgeCollection('knows');
  const send = async (body: string, query = '') => {
    const url = `${aqlite.url}/_api/import?collection=knows&type=documents${query}`;
    const response = await fetch(url, { method: 'POST', body });
    return (await response.json()) as Record<string, unknown>;
  };
  expect(await send('{"_from":"a/1","_to":')).toMatchObject({ errorNum: 600 });
  expect(await send('{"_from":"a/1"}\r\n\r\n[1]\r\n{"_from":"a/1","_to":"a/2"}\r\n')).toMatchObject({
    created: 1,
    errors: 2,
    empty: 1,
  });
});
