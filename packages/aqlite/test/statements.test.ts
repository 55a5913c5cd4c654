import { describe, expect, test } from 'vitest';
import { ask, openDatabase } from './sample-database.ts';

const database = openDatabase();
const results = (text: string) => ask(database, text);

test.for([
  ['FOR i IN 1..3 LET y = i * 2 FILTER y > 2 SORT y DESC RETURN y', [6, 4]],
  ['FOR i IN 1..10 LIMIT 2, 3 RETURN i', [3, 4, 5]],
  ['FOR i IN 3..1 RETURN i', [3, 2, 1]],
  ['FOR i IN [1, 2, 2, 1.0, "1"] RETURN DISTINCT i', [1, 2, '1']],
  [
    'FOR x IN [{ k: 1, n: "b" }, { k: 0, n: "c" }, { k: 1, n: "a" }] SORT x.k DESC, x.n RETURN x.n',
    ['a', 'b', 'c'],
  ],
  ['FOR a IN 1..3 FOR b IN 1..3 FILTER a == 2 AND b > a RETURN [a, b]', [[2, 3]]],
  ['FOR i IN 1..2 LET s = (FOR j IN 1..3 FILTER j > i RETURN j) RETURN s', [[2, 3], [3]]],
  ['RETURN FIRST(FOR i IN 5..9 RETURN i)', [5]],
  ['RETURN true ? (FOR i IN 1..2 RETURN i) : 1', [[1, 2]]],
] as const)('%s gives %j', ([text, expected]) => {
  expect(results(text)).toEqual(expected);
});

describe('COLLECT', () => {
  test.for([
    ['FOR i IN [3, 1, 3] COLLECT x = i RETURN x', [1, 3]],
    [
      'FOR i IN [3, 1, 3] COLLECT x = i WITH COUNT INTO n RETURN [x, n]',
      [
        [1, 1],
        [3, 2],
      ],
    ],
    ['FOR i IN 1..4 COLLECT WITH COUNT INTO n RETURN n', [4]],
    [
      'FOR i IN 1..4 COLLECT x = i % 2, y = i > 2 RETURN [x, y]',
      [
        [0, false],
        [0, true],
        [1, false],
        [1, true],
      ],
    ],
    ['FOR i IN 1..3 FOR j IN 1..i COLLECT x = i INTO g RETURN LENGTH(g)', [1, 2, 3]],
    ['FOR i IN 1..2 COLLECT x = i INTO g RETURN g', [[{ i: 1 }], [{ i: 2 }]]],
    ['LET z = 9 FOR i IN 1..1 FOR j IN 2..2 COLLECT x = i INTO g RETURN [g, z]', [[[{ i: 1, j: 2 }], 9]]],
    ['FOR i IN 1..2 LET j = -i COLLECT x = 1 INTO g KEEP j RETURN g', [[{ j: -1 }, { j: -2 }]]],
    ['FOR i IN 1..2 COLLECT x = 1 INTO g = i * 10 RETURN g', [[10, 20]]],
    ['FOR i IN 1..2 COLLECT x = i COLLECT y = x * 2 RETURN y', [2, 4]],
    [
      'FOR i IN [] COLLECT AGGREGATE s = SUM(i), n = COUNT(i), a = AVG(i), m = MIN(i), u = UNIQUE(i) RETURN [s, n, a, m, u]',
      [[null, 0, null, null, []]],
    ],
    [
      'FOR i IN [2, null, 4] COLLECT AGGREGATE s = SUM(i), n = COUNT(i), a = AVG(i), m = MIN(i), v = VARIANCE(i), d = STDDEV_SAMPLE(i) RETURN [s, n, a, m, v, ROUND(d * 100)]',
      [[6, 3, 3, 2, 1, 141]],
    ],
    [
      'FOR i IN [2, "x"] COLLECT AGGREGATE s = SUM(i), a = AVG(i), m = MAX(i) RETURN [s, a, m]',
      [[null, null, 'x']],
    ],
    [
      'FOR i IN [3, 1, 3] COLLECT AGGREGATE u = UNIQUE(i), s = SORTED_UNIQUE(i), d = COUNT_DISTINCT(i) RETURN [u, s, d]',
      [[[3, 1], [1, 3], 2]],
    ],
    [
      'FOR i IN [12, 10] COLLECT AGGREGATE a = BIT_AND(i), o = BIT_OR(i), x = BIT_XOR(i) RETURN [a, o, x]',
      [[8, 14, 6]],
    ],
  ] as const)('%s gives %j', ([text, expected]) => {
    expect(results(text)).toEqual(expected);
  });
});

describe('COLLECT after COLLECT', () => {
  test('gathers what the first one left', () => {
    expect(results('LET z = 9 FOR i IN 1..2 COLLECT x = i COLLECT y = 1 INTO g RETURN g')).toEqual([
      [{ x: 1 }, { x: 2 }],
    ]);
  });
});

describe('WINDOW', () => {
  test.for([
    ['FOR i IN 1..4 WINDOW { preceding: 1, following: 1 } AGGREGATE s = SUM(i) RETURN s', [3, 6, 9, 7]],
    [
      'FOR i IN 1..4 WINDOW { preceding: "unbounded" } AGGREGATE s = SUM(i), m = MAX(i) RETURN [s, m]',
      [
        [1, 1],
        [3, 2],
        [6, 3],
        [10, 4],
      ],
    ],
    [
      'FOR i IN [6, 1, 5, 20] WINDOW i WITH { preceding: 2, following: 1 } AGGREGATE s = SUM(i) RETURN [i, s]',
      [
        [1, 1],
        [5, 11],
        [6, 11],
        [20, 20],
      ],
    ],
    [
      'FOR t IN ["2024-01-02", "2024-01-01", "2024-01-31"] WINDOW t WITH { preceding: "P1D" } AGGREGATE n = COUNT(1) RETURN [t, n]',
      [
        ['2024-01-01', 1],
        ['2024-01-02', 2],
        ['2024-01-31', 1],
      ],
    ],
  ] as const)('%s gives %j', ([text, expected]) => {
    expect(results(text)).toEqual(expected);
  });

  test('needs a bound', () => {
    expect(() => results('FOR i IN 1..4 WINDOW {} AGGREGATE s = SUM(i) RETURN s')).toThrow(
      expect.objectContaining({ errorNum: 10 }),
    );
  });
});

describe('limits', () => {
  test('a query that runs for too long is killed', () => {
    const text = 'FOR a IN 1..100000 FOR b IN 1..100000 FILTER a + b < 0 RETURN 1';
    expect(() => ask(database, text, { options: { maxRuntime: 0.05 } })).toThrow(
      expect.objectContaining({ errorNum: 1500, code: 410 }),
    );
  });

  test('a query that needs more memory than allowed is ended', () => {
    const text = 'FOR i IN 1..100000 SORT i DESC RETURN CONCAT("value ", i)';
    expect(() => ask(database, text, { options: { memoryLimit: 100_000 } })).toThrow(
      expect.objectContaining({ errorNum: 32 }),
    );
  });

  test('a range too long for an array is refused', () => {
    expect(() => results('LET x = 1..1000000000 RETURN x')).toThrow(
      expect.objectContaining({ errorNum: 1504 }),
    );
  });

  test('values nested 100,000 deep end in an error, not in a stack overflow', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as [];
    const text = 'FOR x IN [@deep, @deep] RETURN DISTINCT x';
    expect(() => ask(database, text, { bindVars: { deep } })).toThrow(
      expect.objectContaining({ errorNum: 1524 }),
    );
  });
});
