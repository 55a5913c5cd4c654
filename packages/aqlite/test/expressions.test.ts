import { describe, expect, test } from 'vitest';
import { ask, openDatabase, warningsOf } from './sample-database.ts';

const database = openDatabase({ documents: { things: [{ _key: 'a', x: 1 }] } });
const value = (expression: string, bindVars = {}) => ask(database, `RETURN ${expression}`, { bindVars })[0];

describe('an expression', () => {
  test.for([
    ['1 + "2" * null - [3]', -2],
    ['-"abc"', 0],
    ['+true', 1],
    ['7 % 4', 3],
    ['2 AND 3', 3],
    ['0 OR "x"', 'x'],
    ['NOT []', false],
    ['null < false', true],
    ['true < 0', true],
    ['"z" < []', true],
    ['[] < {}', true],
    ['"a" == "A"', false],
    ['[1] == [1, null]', true],
    ['{ a: null } == {}', true],
    ['1 ?: 2', 1],
    ['null ?: 2', 2],
    ['false ? 1 : 2 ? 3 : 4', 3],
    ['5..3', [5, 4, 3]],
    ['1..3 - 1', [1, 2]],
    ['"foobar" LIKE "f%r"', true],
    ['"foobar" NOT LIKE "f_r"', true],
    ['"foo" =~ "^f[o]+$"', true],
    ['"foo" !~ "x"', true],
    ['NOT "a" LIKE "a"', false],
    ['2 IN [1, 2]', true],
    ['2 NOT IN [1, 2]', false],
    ['1 IN 1', false],
    ['1 NOT IN 1', false],
    ['1 ALL == 1', false],
    ['1e308 * 10', null],
    ['{ a: 1, a: 2 }', { a: 1 }],
    ['[1, 2] ALL > 0', true],
    ['[] ANY == 1', false],
    ['[] NONE == 1', true],
    ['[1, 2] NONE IN [2]', false],
    ['[1, 2, 3] AT LEAST (2) >= 2', true],
  ] as const)('%s is %j', ([expression, expected]) => {
    expect(value(expression)).toEqual(expected);
  });

  const a = '[{ n: 1, b: [{ c: 1 }, { c: 2 }] }, { n: 2, b: [{ c: 3 }] }]';
  test.for([
    ['[*].n', [1, 2]],
    ['[*].b[*].c', [[1, 2], [3]]],
    ['[*].b[*].c[**]', [1, 2, 3]],
    ['[* FILTER CURRENT.n > 1].n', [2]],
    ['[* FILTER LENGTH(CURRENT.b) > 1 RETURN CURRENT.b[0].c]', [1]],
    ['[* LIMIT 1, 1 RETURN CURRENT.n * 10]', [20]],
    ['[? FILTER CURRENT.n == 2]', true],
    ['[? 2 FILTER CURRENT.n > 0]', true],
    ['[? ALL FILTER CURRENT.n > 1]', false],
    ['[? 2..3 FILTER CURRENT.n > 1]', false],
    ['[0].b[-1]["c"]', 2],
    ['[7].b.c', null],
  ] as const)('expands an array: a%s is %j', ([suffix, expected]) => {
    expect(ask(database, `LET a = ${a} RETURN a${suffix}`)).toEqual([expected]);
  });

  test('reads attributes that are named by parameters', () => {
    expect(
      ask(database, 'LET d = { a: { b: 5 } } RETURN d.@path', { bindVars: { path: ['a', 'b'] } }),
    ).toEqual([5]);
    expect(ask(database, 'RETURN { @key: 1, [CONCAT("x", 1)]: 2 }', { bindVars: { key: 'k' } })).toEqual([
      { k: 1, x1: 2 },
    ]);
  });

  test('does not see what JavaScript objects inherit', () => {
    const bindVars = { d: JSON.parse('{"__proto__": 1}') as Record<string, number> };
    expect(
      ask(database, 'RETURN [@d.`__proto__`, {}.constructor, { `__proto__`: 2 }]', { bindVars }),
    ).toEqual([[1, null, Object.defineProperty({}, '__proto__', { value: 2, enumerable: true })]]);
  });

  test.for([
    ['1 / 0', 1562],
    ['1 % 0', 1562],
  ] as const)('%s warns with %i and goes on', ([expression, code]) => {
    expect(warningsOf(database, `RETURN ${expression}`)).toEqual([code]);
  });

  test('makes warnings errors when asked', () => {
    expect(() => ask(database, 'RETURN 1 / 0', { options: { failOnWarning: true } })).toThrow(
      expect.objectContaining({ errorNum: 1562 }),
    );
  });

  test('counts a collection, but refuses it as an operand', () => {
    expect(value('LENGTH(things)')).toBe(1);
    expect(() => value('things')).toThrow(expect.objectContaining({ errorNum: 1568 }));
  });
});

describe('names and parameters', () => {
  test.for([
    ['RETURN nothing', {}, 1203],
    ['FOR x IN @@c RETURN x', { '@c': 'nothing' }, 1203],
    ['FOR x IN @@c RETURN x', { '@c': 5 }, 1553],
    ['FOR x IN [1] FOR x IN [2] RETURN x', {}, 1511],
    ['FOR x IN [1] COLLECT y = x INTO g KEEP z RETURN g', {}, 1512],
    ['FOR x IN [1] COLLECT y = x RETURN x', {}, 1203],
    ['RETURN @x', {}, 1551],
    ['RETURN 1', { x: 1 }, 1552],
    ['RETURN NO_SUCH(1)', {}, 1540],
    ['RETURN LENGTH(1, 2)', {}, 1541],
    ['FOR x IN [1] COLLECT AGGREGATE y = CONCAT(x) RETURN y', {}, 1574],
    ['FOR x IN [1] LIMIT x RETURN x', {}, 1504],
    ['FOR x IN [1] LIMIT -1 RETURN x', {}, 1504],
    ['FOR x IN things OPTIONS { a: x } RETURN x', {}, 1203],
    ['LET y = 1 FOR x IN things OPTIONS { a: y } RETURN x', {}, 1575],
    ['FOR x IN 5 RETURN x', {}, 1563],
    ['RETURN GEO_DISTANCE([0, 0], [1, 1])', {}, 9],
    ['RETURN MINHASH([1], 1)', {}, 9],
    // new in 3.12
    ['RETURN REPEAT("a", 2)', {}, 1540],
    ['RETURN PARSE_KEY("a/b")', {}, 1540],
    ['RETURN ENTRIES({})', {}, 1540],
    ['RETURN DATE_YEAR("2024-01-01", "Europe/Berlin")', {}, 1541],
    ['FOR x IN [1] COLLECT AGGREGATE y = PUSH(x) RETURN y', {}, 1574],
  ] as const)('%s with %j fails with %i', ([text, bindVars, errorNum]) => {
    expect(() => ask(database, text, { bindVars })).toThrow(expect.objectContaining({ errorNum }));
  });

  test('a value can never become text of the query', () => {
    const bindVars = { name: '`, "\') RETURN 1 //', '@c': 'things` RETURN 1 //' };
    expect(
      ask(database, 'FOR x IN things FILTER x.@name == 1 RETURN x', { bindVars: { name: bindVars.name } }),
    ).toEqual([]);
    expect(() => ask(database, 'FOR x IN @@c RETURN x', { bindVars: { '@c': bindVars['@c'] } })).toThrow(
      expect.objectContaining({ errorNum: 1203 }),
    );
  });
});
