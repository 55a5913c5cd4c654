import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../src/store/database.ts';
import { ask, openDatabase } from './sample-database.ts';

let database: Database;
beforeEach(() => {
  database = openDatabase({
    documents: {
      c: [
        { _key: 'a', x: 1, deep: { p: 1 } },
        { _key: 'b', x: 2 },
      ],
      d: [],
    },
  });
});
const stored = () => ask(database, 'FOR c IN c SORT c._key RETURN UNSET(c, "_id", "_rev")');

describe('INSERT', () => {
  test('gives NEW and stores each row', () => {
    expect(ask(database, 'FOR i IN 1..2 INSERT { _key: CONCAT("k", i), i } INTO d RETURN NEW.i')).toEqual([
      1, 2,
    ]);
    expect(ask(database, 'RETURN LENGTH(d)')).toEqual([2]);
  });

  test('of a key that exists fails, and nothing of the query stays', () => {
    const text = 'FOR k IN ["n", "a"] INSERT { _key: k } INTO c';
    expect(() => ask(database, text)).toThrow(expect.objectContaining({ errorNum: 1210 }));
    expect(ask(database, 'RETURN LENGTH(c)')).toEqual([2]);
  });

  test.for([
    ['ignore', { _key: 'a', x: 1, deep: { p: 1 } }],
    ['replace', { _key: 'a', y: 3 }],
    ['update', { _key: 'a', x: 1, deep: { p: 1 }, y: 3 }],
  ] as const)('with overwriteMode %s leaves %j', ([mode, expected]) => {
    ask(database, `INSERT { _key: "a", y: 3 } INTO c OPTIONS { overwriteMode: "${mode}" }`);
    expect(stored()[0]).toEqual(expected);
  });
});

describe('UPDATE and REPLACE', () => {
  test('UPDATE merges, and gives OLD and NEW', () => {
    const text = 'FOR c IN c UPDATE c WITH { x: c.x + 1, deep: { q: 2 } } IN c RETURN [OLD.x, NEW.x]';
    expect(ask(database, text)).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(stored()).toEqual([
      { _key: 'a', x: 2, deep: { p: 1, q: 2 } },
      { _key: 'b', x: 3, deep: { q: 2 } },
    ]);
  });

  test('mergeObjects and keepNull can be turned off', () => {
    const options = 'OPTIONS { mergeObjects: false, keepNull: false }';
    ask(database, `UPDATE "a" WITH { x: null, deep: { q: 2 } } IN c ${options}`);
    expect(stored()[0]).toEqual({ _key: 'a', deep: { q: 2 } });
  });

  test('REPLACE leaves nothing of the old document', () => {
    ask(database, 'REPLACE { _key: "a", z: 1 } IN c');
    expect(stored()[0]).toEqual({ _key: 'a', z: 1 });
  });

  test.for([
    ['UPDATE "zz" WITH { x: 1 } IN c', 1202],
    ['UPDATE { x: 1 } IN c', 1221],
    ['UPDATE null WITH {} IN c', 1227],
    ['REMOVE "zz" IN c', 1202],
  ] as const)('%s fails with %i', ([text, errorNum]) => {
    expect(() => ask(database, text)).toThrow(expect.objectContaining({ errorNum }));
  });

  test('ignoreErrors passes over what fails', () => {
    const text =
      'FOR k IN ["zz", "a"] UPDATE k WITH { x: 9 } IN c OPTIONS { ignoreErrors: true } RETURN NEW.x';
    expect(ask(database, text)).toEqual([9]);
  });
});

describe('REMOVE', () => {
  test('removes all rows before LIMIT counts them', () => {
    expect(ask(database, 'FOR c IN c REMOVE c IN c LIMIT 1 RETURN OLD.x')).toEqual([1]);
    expect(stored()).toEqual([]);
  });
});

test('LIMIT 0 after a write does not undo it', () => {
  expect(ask(database, 'FOR c IN c REMOVE c IN c LIMIT 0 RETURN OLD')).toEqual([]);
  expect(stored()).toEqual([]);
});

describe('UPSERT', () => {
  test('inserts what is not there and updates what is', () => {
    const text = `FOR x IN [2, 3] UPSERT { x } INSERT { _key: "n", x, n: 0 } UPDATE { n: 1 } IN c
      RETURN [OLD.x, NEW._key, NEW.n]`;
    expect(ask(database, text)).toEqual([
      [2, 'b', 1],
      [null, 'n', 0],
    ]);
  });

  test('sees the writes of the rows before', () => {
    const text =
      'FOR i IN 1..3 UPSERT { k: 7 } INSERT { k: 7, n: 1 } UPDATE { n: OLD.n + 1 } IN d RETURN NEW.n';
    expect(ask(database, text)).toEqual([1, 2, 3]);
  });

  test('finds by an attribute inside an object', () => {
    ask(database, 'UPSERT { deep: { p: 1 } } INSERT {} REPLACE { found: true } IN c');
    expect(stored()[0]).toEqual({ _key: 'a', found: true });
  });
});

test.for([
  'INSERT {} INTO c FOR x IN c RETURN x',
  'LET n = (FOR i IN 1..2 INSERT {} INTO c) RETURN LENGTH(c)',
  'FOR x IN d REMOVE x IN d INSERT {} INTO d',
])('a collection that was written to cannot be used again: %s', (text) => {
  expect(() => ask(database, text)).toThrow(expect.objectContaining({ errorNum: 1579 }));
});

test('a loop over the collection that it writes to sees none of its writes', () => {
  expect(
    ask(database, 'FOR x IN c INSERT { from: x._key } INTO c COLLECT WITH COUNT INTO n RETURN n'),
  ).toEqual([2]);
});
