import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { segmentProjectionMigrations, type SegmentProjection } from '../src/index.ts';
import { DAY, membersBySql, start, Story } from './story.ts';

let database: TestDatabase<SegmentProjection>;
let tenants = 0;

beforeAll(async () => {
  database = await openTestDatabase<SegmentProjection>(segmentProjectionMigrations);
});

afterAll(() => database.close());

const names = ['text', 'number', 'yes', 'none'];

/** One profile with "5", one with 5, one with true and one without the trait. */
function people(): Story {
  const story = new Story();
  for (const name of names) story.born(0, name);
  story.has(1, 'text', 'x', '5');
  story.has(1, 'number', 'x', 5);
  story.has(1, 'yes', 'x', true);
  return story;
}

async function membersOf(story: Story, rule: unknown): Promise<readonly string[]> {
  story.rule(2, 'segment', rule);
  const bySql = await membersBySql(database, story, {
    tenantId: `tenant-${(tenants += 1)}`,
    rule,
    at: start + DAY,
    names,
  });
  const byStream = story.members('segment', names);
  expect(bySql).toEqual(byStream);
  return byStream;
}

const x = { var: 'traits.x' };

test.each([
  ['a text is no number', { '==': [x, 5] }, ['number']],
  ['a number is no text', { '==': [x, '5'] }, ['text']],
  ['a boolean is neither', { '==': [x, true] }, ['yes']],
  ['missing and other types do not differ', { '!=': [x, 6] }, ['number']],
  ['a value does not differ from itself', { '!=': [x, 5] }, []],
  ['not is the plain complement', { not: { '!=': [x, 6] } }, ['text', 'yes', 'none']],
  ['only numbers have a size', { '>': [x, 4] }, ['number']],
  ['not smaller holds for what has no size', { not: { '<': [x, 6] } }, ['text', 'yes', 'none']],
  ['in compares types too', { in: [x, [4, 5]] }, ['number']],
  ['exists holds for any type', { exists: [x] }, ['text', 'number', 'yes']],
  ['a part is looked for in texts', { contains: [x, '5'] }, ['text']],
  ['% and _ are plain characters', { contains: [x, '%'] }, []],
])('%s', async (_claim, rule, members) => {
  expect(await membersOf(people(), rule)).toEqual(members);
});

/** Events of one profile with 0.1 and 0.2, of another with a text, of the third with none. */
function spenders(): Story {
  const story = new Story();
  for (const name of names) story.born(0, name);
  story.happened(1, { by: 'number', properties: { total: 0.1 } });
  story.happened(1.5, { by: 'number', properties: { total: 0.2 } });
  story.happened(1.6, { by: 'number', properties: { total: '9' } });
  story.happened(1.7, { by: 'text', properties: { total: '0.3' } });
  return story;
}

const totals = { event: 'A', property: 'total' };

test.each([
  ['sums are decimals', { event_sum: [totals, '==', 0.3] }, ['number']],
  ['an empty sum is 0', { event_sum: [totals, '==', 0] }, ['text', 'yes', 'none']],
  ['an empty minimum is missing', { event_min: [totals, '!=', 7] }, ['number']],
  ['an empty maximum is not small', { event_max: [totals, '<', 7] }, ['number']],
  ['an average divides by the numbers only', { event_average: [totals, '==', 0.15] }, ['number']],
  ['the last value is the last of its type', { event_last: [totals, '==', 0.2] }, ['number']],
])('%s', async (_claim, rule, members) => {
  expect(await membersOf(spenders(), rule)).toEqual(members);
});

test('of equal times the greater event id is the last, whichever came first', async () => {
  const [small, great] = ['00000000-0000-8000-8000-000000000001', 'f0000000-0000-8000-8000-000000000001'];
  for (const ids of [
    [small, great],
    [great, small],
  ]) {
    const story = new Story();
    for (const name of names) story.born(0, name);
    for (const eventId of ids)
      story.happened(1, { by: 'text', eventId, properties: { total: eventId === great ? 2 : 1 } });
    expect(await membersOf(story, { event_last: [totals, '==', 2] })).toEqual(['text']);
  }
});
