import { expect, test } from 'vitest';
import { MarkovChain } from './markov.ts';

test('x > y converts, x does not, y converts: effects 1/2 and 1', () => {
  const chain = new MarkovChain();
  chain.add(['x', 'y'], true);
  chain.add(['x'], false);
  chain.add(['y'], true);
  const { conversionProbability, effects } = chain.removalEffects();
  expect(conversionProbability).toBeCloseTo(2 / 3, 12);
  expect(effects.get('x')).toBeCloseTo(1 / 2, 12);
  expect(effects.get('y')).toBeCloseTo(1, 12);
});

test('repeats of a key change nothing', () => {
  const plain = new MarkovChain();
  const repeated = new MarkovChain();
  for (const keys of [['x', 'y'], ['x'], ['y']]) plain.add(keys, keys.length > 1);
  for (const keys of [['x', 'x', 'x', 'y', 'y'], ['x'], ['y']]) repeated.add(keys, keys.length > 1);
  expect(repeated.removalEffects().conversionProbability).toBeCloseTo(
    plain.removalEffects().conversionProbability ?? -1,
    12,
  );
});

test('a key that only lost paths pass has no effect', () => {
  const chain = new MarkovChain();
  chain.add(['x'], true);
  chain.add(['z'], false);
  expect(chain.removalEffects().effects.get('z')).toBe(0);
});

test('without conversion there is no effect, without path no probability', () => {
  const chain = new MarkovChain();
  expect(chain.removalEffects()).toEqual({ conversionProbability: null, effects: new Map() });
  chain.add(['x', 'y'], false);
  expect(chain.removalEffects()).toEqual({
    conversionProbability: 0,
    effects: new Map([
      ['x', 0],
      ['y', 0],
    ]),
  });
});

test('500 keys are solved, one more is refused', () => {
  const chain = new MarkovChain();
  const keys = Array.from({ length: 500 }, (_key, place) => `key ${place}`);
  chain.add(keys, true);
  const started = performance.now();
  expect(chain.removalEffects().effects.get('key 499')).toBeCloseTo(1, 9);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(() => chain.add(['one more'], true)).toThrow(
    expect.objectContaining({ code: 'LIMIT_EXCEEDED', message: expect.stringContaining('500') }),
  );
});
