import { expect, test } from 'vitest';
import { uuidOf } from '../oracle/play.ts';
import { DAY, HOUR, start, Story } from './story.ts';

const twiceADay = { event_count: [{ event: 'A', within: '1d' }, '>=', 2] };

test('a member leaves exactly when the event falls out of its window, and says so with the due time as cause', () => {
  const story = new Story();
  story.rule(0, 'busy', twiceADay);
  story.born(1, 'ann');
  story.happened(2, { by: 'ann' });
  story.happened(3, { by: 'ann' });
  expect(story.evaluator.nextDue).toBe(start + 26 * HOUR);
  expect(story.evaluator.due(start + 26 * HOUR - 1)).toEqual([]);
  const [left] = story.evaluator.due(start + 26 * HOUR);
  expect(left).toMatchObject({ kind: 'EXITED', at: start + 26 * HOUR, cause: `due:${start + 26 * HOUR}` });
  expect(story.said(['ann'])).toEqual(['ENTERED busy ann 3h']);
});

test('what was due while the consumer was down happens at its own time, before the entry', () => {
  const story = new Story();
  story.rule(0, 'busy', twiceADay);
  story.born(1, 'ann');
  story.happened(2, { by: 'ann' });
  story.happened(3, { by: 'ann' });
  story.happened(200, { by: 'ann' });
  expect(story.said(['ann'])).toEqual(['ENTERED busy ann 3h', 'EXITED busy ann 26h']);
});

test('a late event enters now, or says nothing when its window is over', () => {
  const story = new Story();
  story.rule(0, 'seen', { event_count: [{ event: 'A', within: '1d' }, '>=', 1] });
  story.born(1, 'ann');
  story.happened(50, { by: 'ann', time: start + 20 * HOUR });
  story.happened(51, { by: 'ann', time: start + 40 * HOUR });
  expect(story.said(['ann'])).toEqual(['ENTERED seen ann 51h']);
  expect(story.evaluator.nextDue).toBe(start + 64 * HOUR);
});

test('a profile without events is counted from its birth on', () => {
  const story = new Story();
  story.rule(0, 'quiet', { event_count: [{ event: 'A' }, '<', 2] });
  story.born(1, 'ann');
  story.happened(2, { by: 'ann', source: 'internal:segment' });
  story.happened(3, { by: 'ann' });
  story.happened(4, { by: 'ann' });
  expect(story.said(['ann'])).toEqual(['ENTERED quiet ann 1h', 'EXITED quiet ann 4h']);
});

test('a due time is that of the actual flip', () => {
  const story = new Story();
  const never = { '==': [{ var: 'traits.plan' }, 'pro'] };
  story.rule(0, 'both', { and: [{ event_count: [{ event: 'A', within: '1d' }, '<', 1] }, never] });
  story.born(1, 'ann');
  story.happened(2, { by: 'ann' });
  expect(story.evaluator.nextDue).toBeNull();
});

test('a clock condition turns all profiles at once and is due only once', () => {
  const story = new Story();
  story.rule(0, 'season', { now: ['>=', { date: new Date(start + 5 * HOUR).toISOString() }] });
  story.born(1, 'ann');
  story.born(2, 'bob');
  expect(story.evaluator.nextDue).toBe(start + 5 * HOUR);
  expect([...story.evaluator.memory.profiles.values()].flatMap(({ dues }) => [...dues])).toEqual([]);
  expect(story.evaluator.due(start + DAY)).toHaveLength(2);
  expect(story.evaluator.nextDue).toBeNull();
});

test('a merge keeps the earliest membership, and unmerging it again is exact without folding anew', () => {
  const story = new Story();
  story.rule(0, 'busy', { event_count: [{ event: 'A' }, '>=', 2] });
  story.born(1, 'ann');
  story.born(1, 'bob');
  story.happened(2, { by: 'bob' });
  story.happened(3, { by: 'bob' });
  story.moved(10, 'bob', 'bob', 'ann');
  const names = ['ann', 'bob'];
  const merged = story.evaluator.memory.profiles.get(uuidOf('profile ann'))?.memberships.get('busy');
  expect(merged).toEqual({ version: 1, enteredAt: start + 3 * HOUR });
  story.moved(20, 'bob', 'ann', 'bob');
  expect(story.members('busy', names)).toEqual(['bob']);
  expect(story.said(names)).toEqual([
    'ENTERED busy bob 3h',
    'EXITED busy bob 10h MERGED',
    'ENTERED busy ann 10h',
    'EXITED busy ann 20h',
    'ENTERED busy bob 20h',
  ]);
});

test('a membership that stays true over a new version says nothing', () => {
  const story = new Story();
  story.rule(0, 'all', { event_count: [{ event: 'A' }, '>=', 0] });
  story.born(1, 'ann');
  story.rule(2, 'all', { has_identifier: 'email' }, 2);
  expect(story.said(['ann'])).toEqual(['ENTERED all ann 1h']);
  expect(story.evaluator.memory.profiles.get(uuidOf('profile ann'))?.memberships.get('all')?.version).toBe(2);
});

test('a segment that another one asks for is not archived, and cycles are refused', () => {
  const story = new Story();
  story.rule(0, 'one', { has_identifier: 'email' });
  story.rule(0, 'two', { in_segment: 'one' });
  const entry = { ...story.entries[0]!, eventId: 'x' };
  const archive = story.evaluator.apply({
    ...entry,
    segmentChanges: [{ kind: 'ARCHIVED', segmentId: 'one' }],
  });
  expect(archive.refusals).toMatchObject([{ segmentId: 'one', faults: [{ code: 'REFUSED' }] }]);
  const rule = { in_segment: 'two' };
  const cycle = story.evaluator.apply({
    ...entry,
    segmentChanges: [{ kind: 'ACTIVATED', segmentId: 'one', version: 2, rule }],
  });
  expect(cycle.refusals).toMatchObject([{ segmentId: 'one', faults: [{ code: 'CYCLE' }] }]);
});

test('an event touches only the rules that it can flip', () => {
  const story = new Story();
  story.rule(0, 'a', { event_count: [{ event: 'A', within: '1d' }, '>=', 1] });
  story.rule(0, 'b', { event_count: [{ event: 'B', within: '1d' }, '>=', 1] });
  story.born(1, 'ann');
  story.happened(2, { by: 'ann', name: 'A' });
  const { dues } = story.evaluator.memory.profiles.get(uuidOf('profile ann'))!;
  expect([...dues.keys()]).toEqual(['a']);
});
