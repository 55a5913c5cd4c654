import { expect, test } from 'vitest';
import { type Case, outcome, table } from '../../test/function-table.ts';

const cases: readonly Case[] = [
  ['APPEND', [[1, 2, 3], [3, 4, 5, 2, 9], true], [1, 2, 3, 4, 5, 9]],
  ['APPEND', [null, [1]], [1]],
  ['APPEND', [[1], null], [1]],
  ['LENGTH', [null], 0],
  ['LENGTH', [true], 1],
  ['LENGTH', [1234], 4],
  ['LENGTH', ['🥑'], 1],
  ['LENGTH', [{ a: 1, b: 2 }], 2],
  ['FIRST', ['abc'], null, 1563],
  ['LAST', [[]], null],
  ['NTH', [['a'], -1], null],
  ['FLATTEN', [[1, [2, [3]]], 2], [1, 2, 3]],
  ['INTERLEAVE', [[1], [2, 2], [3, 3, 3]], [1, 2, 3, 2, 3, 3]],
  [
    'INTERSECTION',
    [
      [1, 2, 3, 2],
      [2, 3, 4],
    ],
    [2, 3],
  ],
  ['MINUS', [[1, 2, 3, 4], [3, 4, 5, 6], [5]], [1, 2]],
  [
    'OUTERSECTION',
    [
      [1, 2, 3],
      [2, 3, 4],
      [3, 4, 5],
    ],
    [5, 1],
  ],
  ['UNION', [[1], 2], null, 1542],
  [
    'UNION_DISTINCT',
    [
      [1, 2],
      [1, 3],
    ],
    [1, 2, 3],
  ],
  ['UNIQUE', [[1, 1, '1', { a: 1 }, { a: 1 }]], [1, '1', { a: 1 }]],
  ['SORTED', [['b', 3, null, true, [1], 'A', 'a']], [null, true, 3, 'A', 'a', 'b', [1]]],
  ['SORTED_UNIQUE', [[8, 4, 2, 4]], [2, 4, 8]],
  [
    'JACCARD',
    [
      [1, 2, 3, 4],
      [3, 4, 5, 6],
    ],
    1 / 3,
  ],
  ['JACCARD', [[], []], 1],
  ['JACCARD', [1, []], null, 1563],
  ['POP', [null], null],
  ['POP', ['x'], null, 1542],
  ['SHIFT', [[1, 2]], [2]],
  ['PUSH', [null, 1], [1]],
  ['PUSH', [[1, 2], 2, true], [1, 2]],
  ['PUSH', ['x', 1], null, 1542],
  ['UNSHIFT', [[1], 2], [2, 1]],
  ['POSITION', [[2, 4, 6], 4, true], 1],
  ['POSITION', [[2, 4, 6], 5, true], -1],
  ['REMOVE_NTH', [['a', 'b', 'c'], -2], ['a', 'c']],
  ['REMOVE_NTH', [['a'], 7], ['a']],
  ['REMOVE_VALUE', [['a', 'b', 'a'], 'a', 1], ['b', 'a']],
  ['REMOVE_VALUES', [['a', 'b', 'a'], ['a']], ['b']],
  ['REPLACE_NTH', [['a'], 3, 'z', 'y'], ['a', 'y', 'y', 'z']],
  ['REPLACE_NTH', ['a', 3, 'z'], null, 1542],
  ['APPEND', ['x', [1]], null, 1542],
  ['REPLACE_NTH', [['a', 'b'], -9, 'z'], ['z', 'b']],
  ['REVERSE', [[1, 2]], [2, 1]],
  ['REVERSE', ['了a'], 'a了'],
  ['REVERSE', [7], null, 1563],
  ['SLICE', [[1, 2, 3, 4, 5], 1, -1], [2, 3, 4]],
  ['SLICE', [[1, 2, 3, 4, 5], -3, 2], [3, 4]],
  ['SLICE', ['x', 1], null, 1542],
  ['INTERSECTION', [[1], 2], null, 1563],
  ['OUTERSECTION', [[1, 1, 2], [3]], [3, 2]],
];

test.each(table(cases))('%s', (_, entry, expected) => {
  expect(outcome(entry)).toEqual(expected);
});
