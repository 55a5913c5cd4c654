import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

test.each([
  ['12345678901234567891', 12345678901234567891n],
  ['-9007199254740993', -9007199254740993n],
  ['9007199254740991', 9007199254740991],
  ['12345678901234567000', 12345678901234567000],
  ['9007199254740992', 9007199254740992],
  ['0.12345678901234567890', 0.12345678901234568],
  ['0.30000000000000004', 0.30000000000000004],
])('%s is kept or shown as what it was', (text, value) => {
  expect(parseJson(`{"a":[${text}]}`)).toEqual({ a: [value] });
});

test('digits inside text stay text', () => {
  expect(parseJson('{"card":"12345678901234567891"}')).toEqual({ card: '12345678901234567891' });
});

test('malformed JSON throws a SyntaxError', () => {
  expect(() => parseJson('{"a":')).toThrow(SyntaxError);
});

test('an integer beyond every double is infinite, which is no fault of the JSON around it', () => {
  expect(parseJson(`{"a":[1,${'9'.repeat(400)}]}`)).toEqual({ a: [1, Infinity] });
});
