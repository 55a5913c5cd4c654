import * as fc from 'fast-check';
import { durationsOf, rangesOf, stepsOf, type RawEvent } from './history.ts';
import type { NaiveAttribution } from './naive-attribution.ts';
import type { NaiveFunnel } from './naive-funnel.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(arbitrary, { nil: null, freq: 2 });

const shapes = (history: readonly RawEvent[]) =>
  rangesOf(history).chain((range) =>
    fc.record({
      from: fc.constant(range.from),
      to: fc.constant(range.to),
      unit: fc.constantFrom('SESSION' as const, 'PROFILE' as const),
      collapse: fc.boolean(),
      start: maybe(stepsOf(history)),
      end: maybe(stepsOf(history)),
      exclude: fc.oneof(fc.constant([]), fc.uniqueArray(stepsOf(history), { maxLength: 2 })),
    }),
  );

export const topPathsQuestions = (history: readonly RawEvent[]) =>
  fc
    .tuple(
      shapes(history),
      fc.record({
        maxLength: fc.integer({ min: 1, max: 6 }),
        goal: stepsOf(history),
        first: fc.integer({ min: 1, max: 9 }),
      }),
    )
    .map(([shape, rest]) => ({ ...shape, ...rest }));

export const sankeyQuestions = (history: readonly RawEvent[]) =>
  fc
    .tuple(
      shapes(history),
      fc.record({ maxDepth: fc.integer({ min: 1, max: 5 }), maxSteps: fc.integer({ min: 1, max: 4 }) }),
    )
    .map(([shape, rest]) => ({ ...shape, ...rest }));

export const funnelQuestions = (history: readonly RawEvent[]): fc.Arbitrary<Omit<NaiveFunnel, 'order'>> =>
  rangesOf(history).chain(({ from, to }) =>
    fc.record({
      from: fc.constant(from),
      to: fc.constant(to),
      steps: fc.array(stepsOf(history), { minLength: 1, maxLength: 4 }),
      window: durationsOf(history, 1),
    }),
  );

export const attributionQuestions = (
  history: readonly RawEvent[],
): fc.Arbitrary<Omit<NaiveAttribution, 'model'>> =>
  rangesOf(history).chain(({ from, to }) =>
    fc.record({
      from: fc.constant(from),
      to: fc.constant(to),
      goal: stepsOf(history),
      by: fc.constantFrom('CHANNEL' as const, 'CAMPAIGN' as const),
      path: fc.constantFrom('LOOKBACK' as const, 'SINCE_LAST_CONVERSION' as const),
      lookback: durationsOf(history, 1_000),
      halfLife: fc.constantFrom(1_000, HOUR, 7 * DAY, 400 * DAY),
    }),
  );

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu'];

export const cohortQuestions = (history: readonly RawEvent[]) =>
  rangesOf(history).chain(({ from, to }) =>
    fc.record({
      from: fc.constant(from),
      to: fc.constant(to),
      period: fc.constantFrom('ISO_WEEK' as const, 'SEVEN_DAYS' as const),
      timeZone: fc.constantFrom(...zones),
      cohortStep: maybe(stepsOf(history)),
      returnStep: maybe(stepsOf(history)),
    }),
  );

export const churnQuestions = (history: readonly RawEvent[]) =>
  rangesOf(history).chain(({ from, to }) =>
    fc.record({
      from: fc.constant(from),
      asOf: fc.constant(to),
      inactive: durationsOf(history, HOUR),
      first: fc.integer({ min: 1, max: 5 }),
    }),
  );
