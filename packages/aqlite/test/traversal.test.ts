import { describe, expect, test } from 'vitest';
import { ask, openDatabase, warningsOf } from './sample-database.ts';

const edge = (from: string, to: string, more = {}) => ({ _from: `n/${from}`, _to: `n/${to}`, ...more });
const database = openDatabase({
  documents: { n: ['a', 'b', 'c', 'd', 'e'].map((key, i) => ({ _key: key, rank: i })) },
  edges: {
    e: [
      edge('a', 'b', { w: 1, ok: true }),
      edge('a', 'c', { w: 5, ok: true }),
      edge('b', 'd', { w: 1, ok: false }),
      edge('c', 'd', { w: 1, ok: true }),
      edge('d', 'a', { w: 1, ok: true }),
      edge('d', 'e', { w: 1, ok: true }),
    ],
    lost: [edge('a', 'gone')],
  },
});
database.createGraph({ name: 'g', edgeDefinitions: [{ collection: 'e', from: ['n'], to: ['n'] }] });

describe('a traversal', () => {
  test.for([
    ['1..1 OUTBOUND "n/a" e', ['c', 'b']],
    ['OUTBOUND "n/a" GRAPH "g"', ['c', 'b']],
    ['1..1 INBOUND "n/d" e', ['c', 'b']],
    ['1..1 ANY "n/d" e', ['c', 'b', 'e', 'a']],
    ['0..0 OUTBOUND "n/a" e', ['a']],
    ['2 OUTBOUND DOCUMENT("n/a") e', ['d', 'd']],
    ['1..3 OUTBOUND "n/a" e OPTIONS { order: "bfs", uniqueVertices: "global" }', ['b', 'c', 'd', 'e']],
    [
      '1..3 OUTBOUND "n/a" e OPTIONS { order: "weighted", weightAttribute: "w", uniqueVertices: "global" }',
      ['b', 'd', 'e', 'c'],
    ],
    ['3..9 OUTBOUND "n/a" e OPTIONS { uniqueVertices: "path" }', ['e', 'e']],
    [
      '1..2 OUTBOUND "n/a" e, INBOUND lost OPTIONS { edgeCollections: "e", order: "bfs" }',
      ['b', 'c', 'd', 'd'],
    ],
  ] as const)('FOR v IN %s visits %j', ([head, expected]) => {
    expect(ask(database, `FOR v IN ${head} RETURN v._key`)).toEqual(expected);
  });

  test('follows each edge of a cycle once in a path', () => {
    expect(ask(database, 'FOR v, e, p IN 4..20 OUTBOUND "n/b" e RETURN p.vertices[*]._key')).toEqual([
      ['b', 'd', 'a', 'c', 'd'],
      ['b', 'd', 'a', 'c', 'd', 'e'],
    ]);
  });

  test('is pruned on the start vertex too', () => {
    expect(ask(database, 'FOR v IN 0..3 OUTBOUND "n/a" e PRUNE v.rank == 0 RETURN v._key')).toEqual(['a']);
  });

  test('gives what PRUNE found as a variable', () => {
    const text = 'FOR v, e IN 1..3 OUTBOUND "n/a" e PRUNE end = e.w == 5 FILTER end RETURN v._key';
    expect(ask(database, text)).toEqual(['c']);
  });

  test('tests conditions on the path before a vertex counts as visited', () => {
    const text = `FOR v, e, p IN 1..3 OUTBOUND "n/a" e OPTIONS { order: "bfs", uniqueVertices: "global" }
      FILTER p.edges[*].ok ALL == true RETURN p.vertices[*]._key`;
    expect(ask(database, text)).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'c', 'd'],
      ['a', 'c', 'd', 'e'],
    ]);
  });

  test('gives the weights of a weighted path', () => {
    const text = `FOR v, e, p IN 1..2 OUTBOUND "n/a" e OPTIONS { order: "weighted", weightAttribute: "w" }
      RETURN p.weights`;
    expect(ask(database, text)).toEqual([
      [0, 1],
      [0, 1, 2],
      [0, 5],
      [0, 5, 6],
    ]);
  });

  test('gives null, with a warning, for a vertex that does not exist', () => {
    const text = 'FOR v IN 1..1 OUTBOUND "n/a" lost RETURN v';
    expect(ask(database, text)).toEqual([null]);
    expect(warningsOf(database, text)).toEqual([1202]);
  });

  test('warns of a start that is no vertex', () => {
    const text = 'FOR v IN 1..1 OUTBOUND 5 e RETURN v';
    expect(ask(database, text)).toEqual([]);
    expect(warningsOf(database, text)).toEqual([10]);
  });

  test.for([
    ['FOR v IN 3..1 OUTBOUND "n/a" e RETURN v', 1501],
    ['FOR v IN -1..1 OUTBOUND "n/a" e RETURN v', 1501],
    ['FOR i IN 1..2 FOR v IN 1..i OUTBOUND "n/a" e RETURN v', 1501],
    ['FOR v IN OUTBOUND "n/a" n RETURN v', 1218],
    ['FOR v IN OUTBOUND "n/a" GRAPH "none" RETURN v', 1924],
    ['FOR v IN OUTBOUND "n/a" e OPTIONS { uniqueVertices: "global" } RETURN v', 10],
    ['FOR v IN OUTBOUND "n/a" e OPTIONS { uniqueEdges: "global" } RETURN v', 10],
  ] as const)('%s fails with %i', ([text, errorNum]) => {
    expect(() => ask(database, text)).toThrow(expect.objectContaining({ errorNum }));
  });

  test('needs WITH for the collections of its vertices when the engine asks for it', () => {
    const text = 'FOR v IN 1..1 OUTBOUND "n/a" e RETURN v._key';
    expect(() => ask(database, text, { requireWith: true })).toThrow(
      expect.objectContaining({ errorNum: 1521 }),
    );
    expect(ask(database, `WITH n ${text}`, { requireWith: true })).toEqual(['c', 'b']);
  });
});

describe('a path search', () => {
  test.for([
    [
      'FOR v, e IN OUTBOUND SHORTEST_PATH "n/a" TO "n/e" e RETURN [v._key, e.w]',
      [
        ['a', null],
        ['b', 1],
        ['d', 1],
        ['e', 1],
      ],
    ],
    ['FOR v IN OUTBOUND SHORTEST_PATH "n/e" TO "n/a" e RETURN v', []],
    ['FOR v IN ANY SHORTEST_PATH "n/e" TO "n/a" e RETURN v._key', ['e', 'd', 'a']],
    ['FOR v IN OUTBOUND SHORTEST_PATH "n/a" TO "n/a" e RETURN v._key', ['a']],
    ['FOR p IN OUTBOUND ALL_SHORTEST_PATHS "n/a" TO "n/d" e RETURN p.vertices[1]._key', ['b', 'c']],
    [
      'FOR p IN OUTBOUND K_SHORTEST_PATHS "n/a" TO "n/d" e OPTIONS { weightAttribute: "w" } RETURN p.weight',
      [2, 6],
    ],
    ['FOR p IN 1..2 OUTBOUND K_PATHS "n/a" TO "n/d" e RETURN LENGTH(p.edges)', [2, 2]],
    ['FOR p IN 3..5 OUTBOUND K_PATHS "n/a" TO "n/d" e RETURN p', []],
  ] as const)('%s gives %j', ([text, expected]) => {
    expect(ask(database, text)).toEqual(expected);
  });

  test('gives paths of equal length by their first half from the start, then by their second from the target', () => {
    const pairs = ['sa', 'sb', 'am', 'bm', 'mx', 'my', 'yt', 'xt'];
    const ladder = openDatabase({
      documents: { n: ['s', 'a', 'b', 'm', 'x', 'y', 't'].map((key) => ({ _key: key })) },
      edges: { e: pairs.map((pair) => edge(pair.charAt(0), pair.charAt(1))) },
    });
    const paths = (search: string) =>
      ask(ladder, `FOR p IN ${search} "n/s" TO "n/t" e RETURN CONCAT(p.vertices[*]._key)`);
    const expected = ['samyt', 'samxt', 'sbmyt', 'sbmxt'];
    expect(paths('OUTBOUND ALL_SHORTEST_PATHS')).toEqual(expected);
    expect(paths('OUTBOUND K_SHORTEST_PATHS')).toEqual(expected);
    expect(paths('4..4 OUTBOUND K_PATHS')).toEqual(expected);
  });

  test('walks a chain of 20,000 vertices', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `v${i}`);
    const long = openDatabase({
      documents: { n: keys.map((key) => ({ _key: key })) },
      edges: { e: keys.slice(1).map((key, i) => edge(`v${i}`, key)) },
    });
    const text = 'FOR p IN OUTBOUND ALL_SHORTEST_PATHS "n/v0" TO "n/v19999" e RETURN LENGTH(p.edges)';
    expect(ask(long, text)).toEqual([19_999]);
  });
});
