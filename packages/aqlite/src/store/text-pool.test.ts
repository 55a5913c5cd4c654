import { expect, test } from 'vitest';
import { TextPool } from './text-pool.ts';

test('sharing changes no value', () => {
  const pool = new TextPool();
  const document = {
    _key: 'a-key-of-some-length',
    name: 'a text of some length',
    short: 'short',
    list: ['a text of some length', 1, null, ['a text of some length']],
    nested: { name: 'a text of some length' },
    long: 'x'.repeat(1000),
    number: 1,
  };
  const shared = structuredClone(document);
  pool.shareIn(shared);
  expect(shared).toEqual(document);
});

test('a pool goes on answering right when more texts come than it keeps', () => {
  const pool = new TextPool();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 20_000; i++) {
      const document = { id: `an id that is unique ${i}`, kind: `one of a few kinds ${i % 7}` };
      const shared = { ...document };
      pool.shareIn(shared);
      expect(shared).toEqual(document);
    }
  }
});
