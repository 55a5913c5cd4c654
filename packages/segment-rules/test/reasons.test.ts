import { expect, test } from 'vitest';
import { explain } from '../src/index.ts';
import { HOUR, profileOf, start, Story } from './story.ts';

const [first, second, third] = [1, 2, 3].map((one) => `00000000-0000-8000-8000-00000000000${one}`);

test('every condition says whether it holds, with the events that made it so', () => {
  const story = new Story();
  story.rule(0, 'keen', {
    and: [
      { event_count: [{ event: 'A', within: '3h' }, '>=', 2] },
      { event_sequence: { steps: [{ event: 'A' }, { event: 'B' }], within: '1d' } },
      { event_max: [{ event: 'A', property: 'x' }, '==', 7] },
      { not: { trait_changed: { trait: 'plan', became: 'pro' } } },
    ],
  });
  story.born(0, 'ann');
  story.happened(1, { by: 'ann', eventId: first!, properties: { x: 7 } });
  story.happened(2, { by: 'ann', eventId: second!, properties: { x: 3 } });
  story.happened(3, { by: 'ann', eventId: third!, name: 'B', traits: { plan: 'free' } });
  const { memory, segments } = story.evaluator;
  const reasons = explain(
    { memory, segments },
    memory.profile(profileOf('ann')),
    segments.get('keen')!,
    start + 3 * HOUR,
  );
  expect(reasons.map(({ text, isTrue, eventIds }) => ({ text, isTrue, eventIds }))).toEqual([
    {
      text: 'the event "A" happened at least 2 times within the last 3 hours',
      isTrue: true,
      eventIds: [second, first],
    },
    {
      text: 'the event "A", then later the event "B" happened in this order within the last 1 day',
      isTrue: true,
      eventIds: [third, second],
    },
    { text: 'the max of "x" over the event "A" is 7', isTrue: true, eventIds: [first] },
    { text: 'the trait "plan" changed to "pro"', isTrue: false, eventIds: [] },
  ]);
});
