import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../src/store/database.ts';
import { ask, openDatabase } from './sample-database.ts';

let database: Database;
beforeAll(() => {
  database = openDatabase({
    documents: {
      people: [
        { _key: '1', name: 'Ann Lee', age: 30, tags: ['a', 'b'] },
        { _key: '2', name: 'Lee Annabel Ann', age: 40, tags: ['c'] },
        { _key: '3', name: 'Bob Stone', age: 50 },
        { _key: '4', age: 60, hidden: 'x' },
      ],
    },
  });
  const properties = { locale: 'en', stemming: false, case: 'lower', stopwords: [] };
  database.createAnalyzer({ name: 'words', type: 'text', properties });
  database.createView({
    name: 'v',
    type: 'arangosearch',
    links: {
      people: {
        fields: {
          name: { analyzers: ['words', 'identity'] },
          age: { analyzers: ['identity'] },
          tags: { analyzers: ['identity'] },
        },
      },
    },
  });
});

const text = (condition: string) => `ANALYZER(${condition}, "words")`;

test.for([
  ['d.age == 40', ['2']],
  ['d.age != 40', ['1', '3', '4']],
  ['d.age > 30 AND d.age <= 50', ['2', '3']],
  ['d.age IN [30, 60] OR d.name == "Bob Stone"', ['1', '3', '4']],
  ['NOT (d.age == 40)', ['1', '3', '4']],
  ['d.tags == "b"', ['1']],
  ['d.hidden == "x"', []],
  ['d.name == "ann"', []],
  [text('d.name == "ann"'), ['1', '2']],
  [text('d.name IN TOKENS("Bob Annabel", "words")'), ['2', '3']],
  [text('PHRASE(d.name, "ANN LEE")'), ['1']],
  ['PHRASE(d.name, "lee", 1, "ann", "words")', ['2']],
  [text('STARTS_WITH(d.name, "anna")'), ['2']],
  [text('STARTS_WITH(d.name, ["bo", "sto"], 2)'), ['3']],
  ['EXISTS(d.name)', ['1', '2', '3']],
  ['EXISTS(d.age, "string")', []],
  ['IN_RANGE(d.age, 30, 50, false, true)', ['2', '3']],
  ['MIN_MATCH(d.age > 35, d.age < 45, d.tags == "c", 3)', ['2']],
  ['LIKE(d.name, "%Stone")', ['3']],
] as const)('SEARCH %s finds %j', ([condition, expected]) => {
  expect(ask(database, `FOR d IN v SEARCH ${condition} SORT d._key RETURN d._key`)).toEqual(expected);
});

test('BM25 puts the rarer word and the shorter field first, BOOST what it raises', () => {
  const byScore = (condition: string) =>
    ask(database, `FOR d IN v SEARCH ${text(condition)} SORT BM25(d) DESC RETURN d._key`);
  expect(byScore('d.name IN ["ann", "stone"]')[0]).toBe('3');
  expect(byScore('d.name == "ann"')).toEqual(['1', '2']);
  expect(byScore('d.name == "stone" OR BOOST(d.name == "annabel", 5)')).toEqual(['2', '3']);
});

test.for([
  ['FOR d IN people SEARCH d.age == 1 RETURN d', 10],
  ['FOR d IN v SEARCH NGRAM_MATCH(d.name, "x", 0.5, "y") RETURN d', 9],
  ['FOR d IN v SEARCH GEO_DISTANCE(d.name, [0, 0]) < 5 RETURN d', 9],
  ['FOR d IN people RETURN BM25(d)', 10],
  ['INSERT {} INTO v', 10],
] as const)('%s fails with %i', ([query, errorNum]) => {
  expect(() => ask(database, query)).toThrow(expect.objectContaining({ errorNum }));
});
