import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, UnacceptableValueError } from './canonical-json.ts';

function faultOf(value: unknown, maxDepth?: number): unknown {
  try {
    return canonicalJson(value, maxDepth === undefined ? {} : { maxDepth });
  } catch (error) {
    if (!(error instanceof UnacceptableValueError)) throw error;
    return { fault: error.fault, path: error.path };
  }
}

test('keys stand in code-unit order at every level', () => {
  expect(canonicalJson({ b: [{ z: 1, a: null }], a: 'x', 10: true, 9: false })).toBe(
    '{"10":true,"9":false,"a":"x","b":[{"a":null,"z":1}]}',
  );
});

test('objects with many keys are sorted too', () => {
  const keys = Array.from({ length: 100 }, (_, index) => `key${(index * 37) % 100}`);
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 1])));
  expect(Object.keys(JSON.parse(text))).toEqual(keys.toSorted());
});

test('the order in which keys were set does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const keys = Object.keys(object).filter((key) => key !== '__proto__');
      const one = Object.fromEntries(keys.map((key) => [key, object[key]]));
      const other = Object.fromEntries(keys.toReversed().map((key) => [key, object[key]]));
      expect(faultOf(one)).toEqual(faultOf(other));
    }),
  );
});

test('reading canonical JSON gives the value back', () => {
  const acceptable = fc.jsonValue().filter((value) => typeof faultOf(value) === 'string');
  fc.assert(
    fc.property(acceptable, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('an absent value is left out and a date is its ISO text', () => {
  expect(canonicalJson({ a: undefined, b: new Date(0) })).toBe('{"b":"1970-01-01T00:00:00.000Z"}');
});

test.each([
  ['NUL_CHARACTER', 'traits.name', { traits: { name: 'a\0b' } }],
  ['LONE_SURROGATE', 'items[1].note', { items: [{}, { note: '\ud800' }] }],
  ['LONE_SURROGATE', '["\ufffd"]', { '\udc00': 1 }],
  ['NUL_CHARACTER', 'a["x y"][0]', { a: { 'x y': ['\0'] } }],
  ['NOT_A_FINITE_NUMBER', 'properties.revenue', { properties: { revenue: Number.POSITIVE_INFINITY } }],
  ['UNSAFE_INTEGER', 'id', { id: 12345678901234567891n }],
  ['FORBIDDEN_KEY', 'traits.__proto__', JSON.parse('{"traits":{"__proto__":{"admin":true}}}')],
  ['FORBIDDEN_KEY', 'constructor', JSON.parse('{"constructor":1}')],
  ['FORBIDDEN_KEY', 'a[0].prototype', { a: [{ prototype: 1 }] }],
  ['NOT_JSON', '[0]', [() => 1]],
])('%s is refused with its path %s', (fault, path, value) => {
  expect(faultOf(value)).toEqual({ fault, path });
});

test('well-formed surrogate pairs and escapes pass', () => {
  expect(canonicalJson('🎁 "quoted"\n')).toBe('"🎁 \\"quoted\\"\\n"');
});

test('a value may be as deep as the limit and no deeper', () => {
  expect(faultOf({ a: { b: 1 } }, 2)).toBe('{"a":{"b":1}}');
  expect(faultOf({ a: { b: [] } }, 2)).toEqual({ fault: 'TOO_DEEP', path: 'a.b' });
});

test('nesting far beyond the stack is refused, not crashed on', () => {
  const text = '['.repeat(100_000) + ']'.repeat(100_000);
  expect(faultOf(JSON.parse(text))).toMatchObject({ fault: 'TOO_DEEP' });
});
