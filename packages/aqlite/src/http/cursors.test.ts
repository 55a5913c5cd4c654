import type { Database } from 'arangojs';
import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

async function post(url: string, path: string, body?: object) {
  const response = await fetch(url + path, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = (await response.json()) as Record<string, unknown>;
  return { status: response.status, json };
}

async function fill(db: Database, count: number) {
  const items = await db.createCollection('items');
  await items.import(Array.from({ length: count }, (_, n) => ({ _key: `k${n}`, n })));
  return items;
}

test('a query answers in batches until all is read', async () => {
  const { db } = await connect();
  const cursor = await db.query('FOR i IN 1..10 RETURN i', {}, { batchSize: 3, count: true });
  expect(cursor.count).toBe(10);
  const sizes: number[] = [];
  for await (const batch of cursor.batches) sizes.push(batch.length);
  expect(sizes).toEqual([3, 3, 3, 1]);
});

test('fullCount and statistics come in extra', async () => {
  const { db } = await connect();
  await fill(db, 50);
  const cursor = await db.query('FOR i IN items LIMIT 5 RETURN i.n', {}, { fullCount: true });
  expect(await cursor.all()).toEqual([0, 1, 2, 3, 4]);
  expect(cursor.extra.stats).toMatchObject({ fullCount: 50, writesExecuted: 0 });
});

test('warnings come in extra, and fail the query that asks for it', async () => {
  const { db } = await connect();
  const cursor = await db.query('RETURN DATE_YEAR("never")');
  expect(await cursor.all()).toEqual([null]);
  expect(cursor.extra.warnings).toMatchObject([{ code: 1572 }]);
  const strict = db.query('RETURN DATE_YEAR("never")', {}, { failOnWarning: true });
  expect(await refusal(strict)).toMatchObject({ errorNum: 1572 });
});

test('a streamed query gives the same results', async () => {
  const { db } = await connect();
  await fill(db, 25);
  const cursor = await db.query('FOR i IN items RETURN i.n', {}, { stream: true, batchSize: 10 });
  expect(await cursor.all()).toEqual(Array.from({ length: 25 }, (_, n) => n));
});

test('with allowRetry the last batch can be read again', async () => {
  const { aqlite } = await connect();
  const first = await post(aqlite.url, '/_api/cursor', {
    query: 'FOR i IN 1..5 RETURN i',
    batchSize: 2,
    options: { allowRetry: true },
  });
  expect(first).toMatchObject({ status: 201, json: { result: [1, 2], hasMore: true, nextBatchId: '2' } });
  const path = `/_api/cursor/${String(first.json['id'])}`;
  const second = await post(aqlite.url, `${path}/2`);
  expect(second.json).toMatchObject({ result: [3, 4], nextBatchId: '3' });
  expect((await post(aqlite.url, `${path}/2`)).json).toEqual(second.json);
  expect((await post(aqlite.url, `${path}/3`)).json).toMatchObject({ result: [5], hasMore: false });
  expect(await post(aqlite.url, `${path}/9`)).toMatchObject({ status: 404, json: { errorNum: 1600 } });
});

test('a cursor ends by kill and by its time to live', async () => {
  let now = 1_000_000;
  const { db, aqlite } = await connect({ clock: () => now });
  const cursor = await db.query('FOR i IN 1..10 RETURN i', {}, { batchSize: 2, ttl: 5 });
  const killed = await db.query('FOR i IN 1..10 RETURN i', {}, { batchSize: 2 });
  await killed.kill();
  await killed.batches.next();
  expect(killed.batches.hasNext).toBe(false);
  const opened = await post(aqlite.url, '/_api/cursor', {
    query: 'FOR i IN 1..10 RETURN i',
    batchSize: 2,
    ttl: 5,
  });
  const path = `/_api/cursor/${String(opened.json['id'])}`;
  expect((await post(aqlite.url, path)).json).toMatchObject({ result: [3, 4] });
  now += 6000;
  expect(await post(aqlite.url, path)).toMatchObject({ status: 404, json: { errorNum: 1600 } });
  expect(await refusal(cursor.all())).toEqual({ errorNum: 1600, code: 404 });
});

test('the cursor of another database is not found', async () => {
  const { db, aqlite } = await connect();
  await db.createDatabase('shop');
  const { json } = await post(aqlite.url, '/_api/cursor', { query: 'FOR i IN 1..9 RETURN i', batchSize: 1 });
  const path = `/_db/shop/_api/cursor/${String(json['id'])}`;
  expect(await post(aqlite.url, path)).toMatchObject({ status: 404, json: { errorNum: 1600 } });
});

test('bad queries are refused with their numbers', async () => {
  const { db } = await connect();
  await fill(db, 1);
  expect(await refusal(db.query(''))).toEqual({ errorNum: 1502, code: 400 });
  expect(await refusal(db.query('FOR x IN'))).toEqual({ errorNum: 1501, code: 400 });
  expect(await refusal(db.query('FOR x IN nobody RETURN x'))).toEqual({ errorNum: 1203, code: 404 });
  expect(await refusal(db.query('RETURN @x'))).toEqual({ errorNum: 1551, code: 400 });
  expect(await refusal(db.query('RETURN 1', { x: 1 }))).toEqual({ errorNum: 1552, code: 400 });
  expect(await refusal(db.query('RETURN GEO_POINT(1, 2)'))).toEqual({ errorNum: 9, code: 501 });
  expect(await refusal(db.query('RETURN NOBODY()'))).toEqual({ errorNum: 1540, code: 400 });
  expect(await refusal(db.query('INSERT { _key: "k0" } INTO items'))).toEqual({ errorNum: 1210, code: 409 });
});

test('a query that runs too long is stopped by maxRuntime', async () => {
  const { db } = await connect();
  const endless = db.query(
    'FOR a IN 1..100000 FOR b IN 1..100000 FILTER a + b < 0 RETURN a',
    {},
    { maxRuntime: 0.2 },
  );
  expect(await refusal(endless)).toMatchObject({ errorNum: 1500 });
});

test('a running query is listed and killed', async () => {
  const { db } = await connect();
  const text = 'FOR a IN 1..10000000 RETURN a';
  const running = db.query(text, {}, { maxRuntime: 20 });
  const stopped = refusal(running);
  let listed = await db.listRunningQueries();
  while (listed.length === 0) listed = await db.listRunningQueries();
  expect(listed[0]?.query).toBe(text);
  await db.killQuery(listed[0]?.id ?? '');
  expect(await stopped).toMatchObject({ errorNum: 1500 });
});

test('a query is explained and parsed without being run', async () => {
  const { db } = await connect();
  const items = await fill(db, 10);
  await items.ensureIndex({ type: 'persistent', fields: ['n'], name: 'by_n' });
  const explained = (await db.explain('FOR i IN items FILTER i.n == 3 RETURN i')) as {
    plan: { nodes: { type: string; indexes?: { name: string }[] }[] };
  };
  const node = explained.plan.nodes.find(({ type }) => type === 'IndexNode');
  expect(node?.indexes?.map(({ name }) => name)).toEqual(['by_n']);
  const parsed = await db.parse('FOR i IN items FILTER i.n == @n RETURN i');
  expect(parsed).toMatchObject({ collections: ['items'], bindVars: ['n'] });
  await db.explain('FOR i IN items REMOVE i IN items');
  expect((await items.count()).count).toBe(10);
});
