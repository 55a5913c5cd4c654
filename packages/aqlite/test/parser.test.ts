import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { check, constantFrom, nat, oneof, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../src/aql/parse/parse.ts';
import { printQuery } from '../src/aql/print/print-query.ts';
import { ArangoError } from '../src/errors.ts';
import { sampleQueries } from './sample-queries.ts';

/** The tree without the positions of its declarations. */
function tree(text: string): unknown {
  return JSON.parse(JSON.stringify(parse(text), (key, value: unknown) => (key === 'at' ? undefined : value)));
}

function outcome(text: string): 'parsed' | number {
  try {
    parse(text);
    return 'parsed';
  } catch (error) {
    if (error instanceof ArangoError) return error.errorNum;
    throw error;
  }
}

describe('the parser', () => {
  test.for(sampleQueries)('prints and parses again to the same tree: %s', (text) => {
    const once = tree(text);
    expect(tree(printQuery(parse(text)))).toEqual(once);
  });

  const productQueries = '../../../../shared/aql';
  const folder = new URL(`${productQueries}/`, import.meta.url);
  test.skipIf(!existsSync(folder))(
    'parses the product queries to trees that print (skipped: data absent)',
    () => {
      const files = readdirSync(folder).filter((file) => file.endsWith('.aql'));
      const texts = files.map((file) => readFileSync(new URL(file, folder), 'utf8'));
      expect(texts.map((text) => tree(printQuery(parse(text))))).toEqual(texts.map(tree));
      expect(files).not.toEqual([]);
    },
  );

  test('answers any text with a tree or error 1501', () => {
    const allowed = new Set(['parsed', 1501, 1502, 1504]);
    const texts = oneof(string(), string({ unit: 'binary' }));
    const result = check(
      property(texts, (text) => allowed.has(outcome(text))),
      { numRuns: 10_000 },
    );
    expect(result.counterexample).toBeNull();
  });

  test('answers any mutation of a query with a tree or error 1501', () => {
    const allowed = new Set(['parsed', 1501, 1502, 1504]);
    const piece = oneof(
      constantFrom(...sampleQueries.flatMap((text) => text.split(/\s+/))),
      string({ maxLength: 3 }),
    );
    const mutation = record({
      text: constantFrom(...sampleQueries),
      from: nat(400),
      length: nat(20),
      insert: piece,
    });
    const result = check(
      property(mutation, ({ text, from, length, insert }) => {
        const at = from % (text.length + 1);
        return allowed.has(outcome(`${text.slice(0, at)}${insert}${text.slice(at + length)}`));
      }),
      { numRuns: 10_000 },
    );
    expect(result.counterexample).toBeNull();
  });

  test.for([
    ['parentheses', (n: number) => `RETURN ${'('.repeat(n)}1${')'.repeat(n)}`],
    ['arrays', (n: number) => `RETURN ${'['.repeat(n)}${']'.repeat(n)}`],
    ['objects', (n: number) => `RETURN ${'{a:'.repeat(n)}1${'}'.repeat(n)}`],
    ['signs', (n: number) => `RETURN ${'-'.repeat(n)}1`],
    ['a chain of sums', (n: number) => `RETURN 1${'+1'.repeat(n)}`],
    ['a chain of attributes', (n: number) => `LET a = {} RETURN a${'.a'.repeat(n)}`],
    ['a chain of ternaries', (n: number) => `RETURN 1${' ? 1 : 1'.repeat(n)}`],
    ['subqueries', (n: number) => `RETURN ${'(RETURN '.repeat(n)}1${')'.repeat(n)}`],
    ['calls', (n: number) => `RETURN ${'LENGTH('.repeat(n)}1${')'.repeat(n)}`],
  ] as const)('refuses %s nested 100,000 deep without a stack overflow', ([, write]) => {
    expect(outcome(write(100_000))).toBe(1524);
  });

  test.for([
    ['RETURN', 'syntax error, unexpected end of query string', "near '' at position 1:7"],
    [
      'FOR x INN y RETURN x',
      'syntax error, unexpected identifier, expecting IN keyword',
      "near 'INN y RETURN x' at position 1:7",
    ],
    ['FOR x IN [1]\n  RETRN x', 'syntax error, unexpected identifier', "near 'RETRN x' at position 2:3"],
    ['RETURN 1 2', 'syntax error, unexpected integer number', "near '2' at position 1:10"],
    ['RETURN "abc', 'syntax error, unexpected unterminated quoted string', "near '' at position 1:12"],
  ] as const)('reports where %j goes wrong', ([text, what, where]) => {
    expect(() => parse(text)).toThrow(`AQL: ${what} ${where} (while parsing)`);
  });

  test.for([
    'UPSERT FILTER $CURRENT.name == "a" INSERT {} UPDATE {} IN c',
    'LET [a, b] = [1, 2] RETURN a',
    'LET { a } = { a: 1 } RETURN a',
    'FOR [a, b] IN [[1, 2]] RETURN a',
  ])('refuses the syntax of 3.12: %s', (text) => {
    expect(outcome(text)).toBe(1501);
  });

  test('refuses an empty text with 1502', () => {
    expect(outcome(' \n\t')).toBe(1502);
  });
});
