import { expect, test } from 'vitest';
import { generateHistory } from './generator.ts';
import { toEntries } from './history.ts';
import { violations } from './invariants.ts';
import { logged, oracleOptions, play } from './played.ts';

test('after every entry: one user per profile, kept-apart pairs apart, shared devices closed', () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const history = generateHistory(seed);
    for (let length = 1; length <= history.length; length += 1) {
      const prefix = history.slice(0, length);
      const entries = logged(toEntries(prefix, oracleOptions, 0), 0);
      expect(violations(entries, play(prefix)), `seed ${String(seed)}`).toEqual([]);
    }
  }
});

test('a shared device that shows its owner what somebody else did is noticed', () => {
  const history = generateHistory(1);
  const entries = logged(toEntries(history, oracleOptions, 0), 0);
  const { profiles, attributions, ...rest } = play(history);
  const one = profiles.find(({ members }) => members.length > 1) ?? profiles[0];
  const all = attributions.map((attribution) => ({ ...attribution, profileId: one?.id ?? '' }));
  const together = [{ ...(one ?? profiles[0]!), members: rest.identifiers.map(({ id }) => id) }];
  expect(violations(entries, { ...rest, profiles: together, attributions: all })).not.toEqual([]);
});
