import { expect, test } from 'vitest';
import { chooseRun, type RunRules, type StepSequence } from './run.ts';

const always = { from: 0, to: 1_000_000 };

/** `A0 B5` is step A at 0 ms, then B at 5 ms; X is any other. */
function sequence(text: string): StepSequence {
  const events = text.split(' ');
  return {
    times: events.map((event) => Number(event.slice(1))),
    codes: events.map((event) => 'ABC'.indexOf(event.charAt(0))),
  };
}

const rules = (steps: string, windowMs = 100): RunRules => ({
  range: always,
  windowMs,
  steps: steps.split('').map((step) => 'ABC'.indexOf(step)),
});

test('the earliest of the longest runs counts when none completes', () => {
  expect(chooseRun(sequence('A0 B50 A200 B210 A400'), rules('ABC'), 'ORDERED')).toEqual([0, 50]);
});

test('an event that came too late for one entry still serves a later one', () => {
  expect(chooseRun(sequence('A0 A90 B150 C180'), rules('ABC'), 'ORDERED')).toEqual([90, 150, 180]);
});

test('a step that is named again takes a later event', () => {
  expect(chooseRun(sequence('A0 B1 A2 B3'), rules('ABAB'), 'ORDERED')).toEqual([0, 1, 2, 3]);
});

test('in any order the earliest events fill the multiset', () => {
  expect(chooseRun(sequence('B0 B1 A2 A3'), rules('AAB'), 'ANY')).toEqual([0, 2, 3]);
});

test('neighbours must follow at once, and a run may begin at a repeat', () => {
  expect(chooseRun(sequence('A0 X1 A2 A3 B4'), rules('AB'), 'STRICT')).toEqual([3, 4]);
});

test('without an entry in the range there is no run', () => {
  const late = { ...rules('AB'), range: { from: 10, to: 20 } };
  for (const order of ['ORDERED', 'STRICT'] as const) {
    expect(chooseRun(sequence('A9 B15 A20'), late, order)).toBeNull();
  }
  expect(chooseRun(sequence('A9 A20'), late, 'ANY')).toBeNull();
});

test.each(['ORDERED', 'STRICT', 'ANY'] as const)(
  'a profile with 200,000 entries in %s order takes one pass',
  (order) => {
    const size = 200_000;
    const long: StepSequence = {
      times: Array.from({ length: size }, (_event, place) => place),
      codes: Array.from({ length: size }, () => 0),
    };
    const started = performance.now();
    const open = { ...rules('A'.repeat(20), 10), range: { from: 0, to: size } };
    expect(chooseRun(long, open, order)).toHaveLength(11);
    // Trying each entry against all that follows would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  },
);
