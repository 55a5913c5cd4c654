import fc from 'fast-check';
import { expect, test } from 'vitest';
import { executeQuery } from '../src/aql/execute.ts';
import { explainQuery } from '../src/aql/explain.ts';
import type { Database } from '../src/store/database.ts';
import type { Value } from '../src/values/value.ts';
import { openDatabase } from './sample-database.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly x: Value;
  readonly y: Value;
}

function open(edges: readonly Edge[], withIndexes: boolean): Database {
  const database = openDatabase({
    documents: { v: Array.from({ length: 6 }, (_, i) => ({ _key: `${i}`, n: i })) },
    edges: {
      e: edges.map(({ from, to, x, y }) => ({
        _from: `v/${from}`,
        _to: `v/${to}`,
        ...(x !== null && { x }),
        y,
      })),
    },
  });
  if (withIndexes) {
    database.createIndex('e', { type: 'persistent', name: 'out', fields: ['_from', 'x', 'y'] });
    database.createIndex('e', { type: 'persistent', name: 'in', fields: ['_to', 'x'] });
  }
  return database;
}

function run(database: Database, text: string) {
  return database.run((store) => {
    const cursor = executeQuery({ text, store });
    const results = [...cursor].map((result) => JSON.stringify(result)).toSorted();
    return { results, read: cursor.stats().scannedIndex };
  });
}

function indexesOf(database: Database, text: string): unknown {
  const { nodes } = database.run((store) => explainQuery({ text, store })).plan;
  const names = (indexes: unknown) => (indexes as { name: string }[]).map(({ name }) => name);
  const read = nodes.find(({ type }) => type === 'TraversalNode')?.['indexes'] ?? { base: [] };
  const { base, levels = {} } = read as { base: unknown; levels?: object };
  const byLevel = Object.entries(levels).map(([depth, indexes]) => [depth, names(indexes)] as const);
  return { base: names(base), ...Object.fromEntries(byLevel) };
}

const heads = [
  'WITH v FOR t, e IN 1..1 OUTBOUND "v/0" e FILTER e.x == 1 RETURN [t.n, e.x, e.y]',
  'WITH v FOR t, e IN 1..1 ANY "v/0" e FILTER e.x IN [1, 2] AND e.y > 0 RETURN [t.n, e.x, e.y]',
  'WITH v FOR t, e IN 1..1 INBOUND "v/0" e FILTER e.x == null RETURN [t.n, e.y]',
  'WITH v FOR t, e IN 0..1 OUTBOUND "v/0" e FILTER e.x == 1 OR e == null RETURN [t.n, e.y]',
  'WITH v FOR t, e IN 1..2 OUTBOUND "v/0" e FILTER e.x == 1 RETURN [t.n, e.y]',
  'WITH v FOR t, e, p IN 1..3 OUTBOUND "v/0" e FILTER p.edges[*].x ALL == 1 RETURN p.edges[*].y',
  'WITH v FOR t, e, p IN 1..3 ANY "v/0" e FILTER p.edges[*].x ALL IN [1, 2] AND p.edges[*].y ALL <= 1 RETURN p.edges[*].y',
  'WITH v FOR t, e, p IN 2..3 OUTBOUND "v/0" e FILTER p.edges[1].x == 2 AND 1 == p.edges[0].x RETURN p.edges[*].y',
];

const small = fc.constantFrom<Value>(null, 0, 1, 2, 'a');
const edge = fc.record({ from: fc.nat(5), to: fc.nat(5), x: small, y: small });

test.for(heads)('%s gives the same with and without vertex-centric indexes', (text) => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 14 }), (edges) => {
      const [indexed, plain] = [run(open(edges, true), text), run(open(edges, false), text)];
      expect(indexed.results).toEqual(plain.results);
      expect(indexed.read).toBeLessThanOrEqual(plain.read);
    }),
    { numRuns: 60 },
  );
});

test('a condition on the edges of a hub reads only those that meet it, and no other vertex', () => {
  const edges = Array.from({ length: 500 }, (_, i) => ({ from: 0, to: 1 + (i % 5), x: i % 100, y: i }));
  const database = open(edges, true);
  expect(run(database, 'WITH v FOR t, e IN 1..1 OUTBOUND "v/0" e FILTER e.x == 7 RETURN e.y')).toMatchObject({
    results: ['107', '207', '307', '407', '7'],
    read: 5,
  });
  const byPath = 'WITH v FOR t, e, p IN 1..1 OUTBOUND "v/0" e FILTER p.edges[*].x ALL == 7 RETURN t.n';
  expect(run(database, byPath)).toMatchObject({ results: ['3', '3', '3', '3', '3'], read: 7 });
  const unindexed = 'WITH v FOR t, e IN 1..1 OUTBOUND "v/0" e FILTER e.y == 7 RETURN t.n';
  expect(run(database, unindexed)).toMatchObject({ results: ['3'], read: 501 });
});

test('an edge that fails still counts its vertex as visited in a global search', () => {
  const database = open(
    [0, 1].map((x) => ({ from: 0, to: 1, x, y: 0 })),
    true,
  );
  const text =
    'WITH v FOR t, e IN 1..1 OUTBOUND "v/0" e OPTIONS { order: "bfs", uniqueVertices: "global" } FILTER e.x == 1 RETURN t.n';
  expect(run(database, text).results).toEqual([]);
});

test('a plan names the index of each depth', () => {
  const database = open([], true);
  const traversal = (head: string, filter: string) =>
    indexesOf(database, `WITH v FOR t, e, p IN ${head} e FILTER ${filter} RETURN t`);
  expect(traversal('1..1 OUTBOUND "v/0"', 'e.x == 1')).toEqual({ base: ['edge'], 0: ['out'] });
  expect(traversal('1..3 OUTBOUND "v/0"', 'e.x == 1')).toEqual({ base: ['edge'] });
  expect(traversal('1..3 ANY "v/0"', 'p.edges[*].x ALL == 1')).toEqual({ base: ['out', 'in'] });
  expect(traversal('1..3 INBOUND "v/0"', 'p.edges[1].x > 1')).toEqual({ base: ['edge'], 1: ['in'] });
  expect(traversal('1..3 OUTBOUND "v/0"', 'p.vertices[1].x > 1')).toMatchObject({ base: ['edge'] });
});
