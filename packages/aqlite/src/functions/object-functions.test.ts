import { expect, test } from 'vitest';
import { ArangoError } from '../errors.ts';
import { call, type Case, outcome, table } from '../../test/function-table.ts';

const nested = { foo: { bar: { foo: 1, baz: 2 }, baz: 3 }, baz: 4 };

const cases: readonly Case[] = [
  ['TO_NUMBER', [' 3.5e1 '], 35],
  ['TO_NUMBER', ['0x10'], 16],
  ['TO_NUMBER', ['12a'], 0],
  ['TO_NUMBER', [[7]], 7],
  ['TO_NUMBER', [[1, 2]], 0],
  ['TO_STRING', [null], ''],
  ['TO_STRING', [[1, 'x', { a: null }]], '[1,"x",{"a":null}]'],
  ['TO_STRING', [0.0001], '0.0001'],
  ['TO_BOOL', [[]], true],
  ['TO_BOOL', [''], false],
  ['TO_ARRAY', [null], []],
  ['TO_ARRAY', [{ a: 1, b: 'x' }], [1, 'x']],
  ['TYPENAME', [{}], 'object'],
  ['IS_KEY', ['a/b'], false],
  ['IS_DATESTRING', ['2015-02-31'], true],
  ['IS_DATESTRING', ['2015-13-01'], false],
  ['HAS', [{ a: null }, 'a'], true],
  ['HAS', [{}, 'toString'], false],
  ['ATTRIBUTES', [{ foo: 1, _key: 2, _c: 3 }, false, true], ['_c', '_key', 'foo']],
  ['ATTRIBUTES', [3], null, 1542],
  ['VALUES', [{ _id: 1, a: 2 }, true], [2]],
  ['VALUE', [{ foo: [{ bar: 1 }, { bar: 2 }] }, ['foo', 1, 'bar']], 2],
  ['VALUE', [{}, ['a', 'b']], null],
  ['MERGE', [{ a: { b: 1 } }, { a: { c: 2 } }], { a: { c: 2 } }],
  ['MERGE', [[{ a: 1 }, { b: 2 }, { a: 3 }]], { a: 3, b: 2 }],
  ['MERGE', [{}, 1], null, 1542],
  ['MERGE_RECURSIVE', [{ a: { b: 1 } }, { a: { c: 2 } }], { a: { b: 1, c: 2 } }],
  ['MATCHES', [{ a: 1 }, [{ a: 2 }, { a: 1, z: null }], true], 1],
  ['MATCHES', [{ a: 1 }, {}], true],
  ['KEEP', [nested, ['baz']], { baz: 4 }],
  ['KEEP_RECURSIVE', [nested, 'foo', 'baz'], { baz: 4, foo: { baz: 3 } }],
  ['UNSET', [nested, 'foo'], { baz: 4 }],
  ['UNSET_RECURSIVE', [nested, 'baz'], { foo: { bar: { foo: 1 } } }],
  ['KEEP', [{ a: 1, '1': 2 }, 1], { '1': 2 }],
  ['KEEP', [nested, [1]], {}, 1542],
  ['KEEP', [1, 'a'], null, 1542],
  ['SLEEP', ['x'], null, 1542],
  ['TRANSLATE', [42, { '42': true }], true],
  ['TRANSLATE', [42, { a: 1 }], 42],
  ['TRANSLATE', [42, { a: 1 }, 'none'], 'none'],
  [
    'ZIP',
    [
      ['a', 'b'],
      [1, 2],
    ],
    { a: 1, b: 2 },
  ],
  ['ZIP', [['a'], [1, 2]], null, 1542],
  ['JSON_STRINGIFY', [[1, { '2': 0.5 }]], '[1,{"2":0.5}]'],
  ['JSON_PARSE', ['[true,-0.5]'], [true, -0.5]],
  ['JSON_PARSE', ['abc'], null, 1542],
  ['NOT_NULL', [null, 0, 1], 0],
  ['FIRST_LIST', [1, [2]], [2]],
  ['FIRST_DOCUMENT', [1, [2]], null],
  ['IN_RANGE', ['fox', 'fo', 'fp', true, false], true],
  ['MIN_MATCH', [true, false, 1, 2], true],
  ['PARSE_IDENTIFIER', ['users/a'], { collection: 'users', key: 'a' }],
  ['PARSE_IDENTIFIER', [{}], null, 1542],
  ['IS_SAME_COLLECTION', ['users', { _id: 'users/a' }], true],
  ['IS_SAME_COLLECTION', ['users', 3], null, 1542],
  ['DOCUMENT', ['users/a'], null],
  ['DOCUMENT', [['users/a', 'users/b']], []],
  ['CURRENT_DATABASE', [], '_system'],
  ['CURRENT_USER', [], null],
  ['COLLECTIONS', [], []],
  ['DECODE_REV', ['_YU0HOEG---'], { date: '2019-03-11T16:15:05.314Z', count: 0 }],
  ['DECODE_REV', ['?'], null, 1542],
  ['WARN', [false, 'careful'], false, 1594],
  ['ASSERT', [true, 'must'], true],
  ['CALL', ['SUBSTRING', 'this is a test', 0, 4], 'this'],
  ['APPLY', ['substring', ['this is a test', 0, 7]], 'this is'],
  ['VERSION', [], '3.11.14'],
];

test.each(table(cases))('%s', (_, entry, expected) => {
  expect(outcome(entry)).toEqual(expected);
});

function failureOf(work: () => unknown): number {
  try {
    work();
  } catch (error) {
    if (error instanceof ArangoError) return error.errorNum;
    throw error;
  }
  throw new Error('expected to fail');
}

test('some failures end the query', () => {
  expect(failureOf(() => call('FAIL', 'no'))).toBe(1569);
  expect(() => call('FAIL', 'no')).toThrow(/^no$/);
  expect(failureOf(() => call('ASSERT', false, 'must'))).toBe(1593);
  expect(failureOf(() => call('CALL', 'NOBODY'))).toBe(1540);
  expect(failureOf(() => call('CALL', 1))).toBe(1542);
  expect(failureOf(() => call('APPLY', 'SUBSTRING', []))).toBe(1541);
  expect(failureOf(() => call('SLEEP', 1))).toBe(9);
  expect(failureOf(() => call('REPLACE_NTH', ['a'], 3, 'z'))).toBe(1542);
  expect(failureOf(() => call('RANGE', 0, 1e12))).toBe(32);
  expect(failureOf(() => call('COLLECTION_COUNT', 'nobody'))).toBe(1203);
});
