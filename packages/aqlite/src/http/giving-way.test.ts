import type { Database } from 'arangojs';
import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

/** Queries that would run for minutes and give no result on the way. */
const endless = {
  'filters everything away': 'FOR a IN 1..100000 FOR b IN 1..100000 FILTER a + b < 0 RETURN a',
  'collects in a subquery':
    'RETURN LENGTH(FOR a IN 1..100000 FOR b IN 1..100000 COLLECT x = (a + b) % 7 WITH COUNT INTO n RETURN n)',
  'loops in a subquery of a subquery':
    'LET x = (FOR a IN 1..100000 LET y = (FOR b IN 1..1000000 FILTER b < 0 RETURN b) RETURN y) RETURN x',
  'filters what a sort gives': 'FOR a IN 1..3 SORT a FOR b IN 1..1000000000 FILTER b < 0 RETURN b',
  'loops in the argument of a filter':
    'FOR a IN 1..100000 FILTER LENGTH(FOR b IN 1..1000000 FILTER b < 0 RETURN b) > 0 RETURN a',
  'searches a graph breadth first':
    'WITH v FOR x IN 1..40 OUTBOUND "v/0" e OPTIONS { order: "bfs", uniqueEdges: "none" } FILTER x.n < 0 RETURN x',
  'prunes by conditions on the path':
    'WITH v FOR x, y, p IN 1..40 OUTBOUND "v/0" e FILTER p.edges[30].n == 1 RETURN x',
  'searches all paths': 'WITH v FOR p IN 38..39 OUTBOUND K_PATHS "v/0" TO "v/20" e RETURN p',
};

/** A ladder of twenty-one vertices with two edges from each to the next, and an edge back: very many paths. */
async function fill(db: Database): Promise<void> {
  await db.createCollection('v');
  await db.createEdgeCollection('e');
  await db.query('FOR n IN 0..20 INSERT { _key: TO_STRING(n), n } INTO v');
  await db.query(
    'FOR n IN 0..19 FOR t IN [n + 1, n + 1, n + 2] FILTER t <= 20 INSERT { _from: CONCAT("v/", n), _to: CONCAT("v/", t) } INTO e',
  );
  await db.query('FOR n IN 1..20 INSERT { _from: CONCAT("v/", n), _to: CONCAT("v/", n - 1) } INTO e');
}

test.for(Object.entries(endless))('a query that %s lets others in and can be killed', async ([, text]) => {
  const { db } = await connect();
  await fill(db);
  const stopped = refusal(db.query(text, {}, { maxRuntime: 30 }));
  let listed = await db.listRunningQueries();
  while (listed.length === 0) listed = await db.listRunningQueries();
  await db.killQuery(listed[0]?.id ?? '');
  expect(await stopped).toEqual({ errorNum: 1500, code: 410 });
});

test.for([
  ...Object.values(endless),
  'FOR a IN 1..10000000 INSERT { a } INTO v',
  'FOR a IN 1..10000000 LET x = [1, 2, 3][* FILTER CURRENT < a RETURN CURRENT + a] UPSERT { a } INSERT { a } UPDATE {} IN v',
])('maxRuntime stops %s', async (text) => {
  const { db } = await connect();
  await fill(db);
  await expect(db.query(text, {}, { maxRuntime: 0.05 })).rejects.toMatchObject({
    errorNum: 1500,
    message: 'AQL: query killed (while executing)',
  });
  // what a writer had written is taken back
  expect((await db.collection('v').count()).count).toBe(21);
});

test('two long queries share the time, results and all', async () => {
  const { db } = await connect();
  const count = (n: number) =>
    db
      .query('RETURN SUM(FOR a IN 1..@n SORT -a COLLECT b = a % 10 WITH COUNT INTO k RETURN k)', { n })
      .then((cursor) => cursor.all());
  expect(await Promise.all([count(200_000), count(100_000), count(10)])).toEqual([
    [200_000],
    [100_000],
    [10],
  ]);
});

test('a stream that searches for its next batch is listed, is busy for others and ends when it is closed', async () => {
  const { db, aqlite } = await connect();
  const text = 'FOR a IN 1..1000000000 FILTER a < 4 RETURN a';
  const post = (path: string, body?: object) =>
    fetch(aqlite.url + path, { method: 'POST', ...(body && { body: JSON.stringify(body) }) });
  const opened = await post('/_api/cursor', { query: text, batchSize: 2, options: { stream: true } });
  const { id, result } = (await opened.json()) as { id: string; result: number[] };
  expect(result).toEqual([1, 2]);
  const next = post(`/_api/cursor/${id}`);
  const listed = await db.listRunningQueries();
  expect(listed.map(({ query }) => query)).toEqual([text]);
  expect((await post(`/_api/cursor/${id}`)).status).toBe(409);
  await fetch(`${aqlite.url}/_api/cursor/${id}`, { method: 'DELETE' });
  expect((await next).status).toBe(410);
  expect(await db.listRunningQueries()).toEqual([]);
});
