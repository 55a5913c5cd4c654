import { expect, test } from 'vitest';
import { conversionPaths, nullPaths, type PathRules } from './paths.ts';
import type { TouchRow } from './profile-touches.ts';

const rules: PathRules = {
  range: { from: 100, to: 1_000 },
  lookbackMs: 50,
  mode: 'LOOKBACK',
  by: 'CHANNEL',
};

const touch = (at: number, channel: string, campaign: string | null = null): TouchRow => [
  at,
  at,
  channel,
  campaign,
];

test('touches before the range lead to conversions in it', () => {
  const profile = { touches: [touch(60, 'x')], conversions: [[110, 110, 7] as const] };
  const [path] = conversionPaths(profile, rules);
  expect(path).toMatchObject({ value: 7, touches: [{ key: 'x' }], cut: false });
});

test('a conversion before the range takes its touches only since the last conversion', () => {
  const profile = {
    touches: [touch(80, 'x'), touch(95, 'y')],
    conversions: [[90, 90, 1] as const, [110, 110, 2] as const],
  };
  const keysBy = (mode: PathRules['mode']) =>
    [...conversionPaths(profile, { ...rules, mode })].map(({ touches }) => touches.map(({ key }) => key));
  expect(keysBy('LOOKBACK')).toEqual([['x', 'y']]);
  expect(keysBy('SINCE_LAST_CONVERSION')).toEqual([['y']]);
});

test('a path of more than 200 touches keeps the first and the latest 199, and says so', () => {
  const touches = Array.from({ length: 300 }, (_touch, place) => touch(place, `c${place}`));
  const profile = { touches, conversions: [[300, 300, 1] as const] };
  const [path] = conversionPaths(profile, { ...rules, lookbackMs: 1_000 });
  expect(path?.touches.map(({ key }) => key)).toEqual([
    'c0',
    ...Array.from({ length: 199 }, (_touch, place) => `c${place + 101}`),
  ]);
  expect(path?.cut).toBe(true);
});

test('a touch that a cut path left out is no null path', () => {
  const touches = Array.from({ length: 300 }, (_touch, place) => touch(place + 100, `c${place}`));
  const profile = { touches, conversions: [[400, 400, 1] as const] };
  expect([...nullPaths(profile, { ...rules, lookbackMs: 1_000 })]).toEqual([]);
});

test('null paths are split by a claimed touch and by a silence longer than the look-back', () => {
  const profile = {
    touches: [touch(100, 'a'), touch(150, 'b'), touch(201, 'c'), touch(260, 'd'), touch(320, 'e')],
    conversions: [[300, 300, 1] as const],
  };
  expect([...nullPaths(profile, rules)].map((run) => run.map(({ key }) => key))).toEqual([
    ['a', 'b'],
    ['c'],
    ['e'],
  ]);
});

test('what has not converted by the end of the range is lost', () => {
  const profile = { touches: [touch(990, 'x')], conversions: [] };
  expect([...nullPaths(profile, rules)]).toHaveLength(1);
});

test('by campaign, touches without one take no part', () => {
  const profile = {
    touches: [touch(105, 'x', 'spring'), touch(107, 'y')],
    conversions: [[110, 110, 1] as const],
  };
  const [path] = conversionPaths(profile, { ...rules, by: 'CAMPAIGN' });
  expect(path?.touches.map(({ key }) => key)).toEqual(['spring']);
});
