import { expect, test } from 'vitest';
import { differences } from './differences.ts';

test('numbers may differ in the ninth digit, whole numbers not at all', () => {
  expect(differences({ a: [0.3, 7] }, { a: [0.1 + 0.2, 7] })).toEqual([]);
  expect(differences({ a: [0.300001, 8] }, { a: [0.3, 7] })).toEqual([
    'answer.a.0: 0.300001, not 0.3',
    'answer.a.1: 8, not 7',
  ]);
});

test('what is missing, too much or of another type is named', () => {
  expect(differences([1], [1, 2])).toEqual(['answer.1: undefined, not 2']);
  expect(differences({ a: null, b: 1 }, { a: 0 })).toEqual([
    'answer.a: null, not 0',
    'answer.b: 1, not undefined',
  ]);
});
