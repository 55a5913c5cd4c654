import { expect, test } from 'vitest';
import { ask, openDatabase } from './sample-database.ts';

const kept = {
  'sorted rows': 'FOR a IN 1..10000 SORT -a LIMIT 1 RETURN a',
  'members of groups': 'FOR a IN 1..10000 COLLECT b = a % 3 INTO g RETURN LENGTH(g)',
  'keys of groups': 'FOR a IN 1..10000 COLLECT b = a RETURN b',
  'values of an aggregate': 'FOR a IN 1..10000 COLLECT AGGREGATE u = UNIQUE(a) RETURN LENGTH(u)',
  'distinct values': 'FOR a IN 1..10000 RETURN DISTINCT a',
  'results of a subquery': 'LET x = (FOR a IN 1..10000 RETURN a) RETURN LENGTH(x)',
  'results of a subquery in a condition': 'FILTER LENGTH(FOR a IN 1..10000 RETURN a) > 0 RETURN 1',
  'vertices to visit':
    'FOR v IN 1..20 ANY "v/0" e OPTIONS { order: "bfs", uniqueVertices: "none", uniqueEdges: "none" } COLLECT WITH COUNT INTO n RETURN n',
  results: 'FOR a IN 1..10000 RETURN a',
} as const;

function sample() {
  return openDatabase({
    documents: { v: [{ _key: '0' }, { _key: '1' }] },
    edges: { e: Array.from({ length: 5 }, () => ({ _from: 'v/0', _to: 'v/1' })) },
  });
}

test.for(Object.entries(kept))('a query whose %s exceed its memory is stopped', ([, text]) => {
  const options = { memoryLimit: 64_000 };
  expect(() => ask(sample(), text, { options })).toThrow(
    expect.objectContaining({ errorNum: 32, message: expect.stringContaining('more memory than allowed') }),
  );
});

test('what a subquery kept for one row is free for the next', () => {
  const text =
    'FOR a IN 1..100 LET x = (FOR b IN 1..1000 RETURN b) FILTER LENGTH(x) == 1000 COLLECT WITH COUNT INTO n RETURN n';
  expect(ask(sample(), text, { options: { memoryLimit: 64_000 } })).toEqual([100]);
});
