import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  requireRule,
  segmentProjectionMigrations,
  selectMembers,
  type SegmentProjection,
} from '../src/index.ts';
import { membersBySql, start, Story } from './story.ts';

let database: TestDatabase<SegmentProjection>;

beforeAll(async () => {
  database = await openTestDatabase<SegmentProjection>(segmentProjectionMigrations);
});

afterAll(() => database.close());

const evil = `'; drop table segment.profile; -- " \\ $1 ' or '1'='1`;
const variable = { var: `traits.${evil}` };
const events = { event: evil, where: { '==': [{ var: `properties.${evil}` }, evil] } };

const rules: readonly unknown[] = [
  { '==': [variable, evil] },
  { '!=': [variable, evil] },
  { in: [variable, [evil, 'b']] },
  { contains: [variable, evil] },
  { starts_with: [variable, evil] },
  { ends_with: [variable, evil] },
  { identifier_count: [evil, '>=', 1] },
  { consent: [evil, 'GRANTED'] },
  { in_list: evil },
  { event_count: [events, '>=', 1] },
  { event_sum: [{ ...events, property: evil }, '>', 1] },
  { event_last: [{ ...events, property: evil }, '==', evil] },
  { event_sequence: { steps: [events, events], within: '1d' } },
  { trait_changed: { trait: evil, was: evil, became: evil } },
];

test('no text of a rule ever stands in the statement', () => {
  for (const json of [...rules, { in_segment: evil }]) {
    const known = new Map([[evil, requireRule({ in_list: evil })]]);
    const scope = { db: database.db, tenantId: evil, at: start, rules: known, profileId: evil };
    const { sql, parameters } = selectMembers(scope, requireRule(json)).compile();
    expect(sql).not.toContain('drop');
    expect(parameters.flat()).toContain(evil);
  }
});

test('a rule of quotes finds the values that are quotes, and the tables are still there', async () => {
  const story = new Story();
  story.born(0, 'ann', evil);
  story.has(1, 'ann', evil.replaceAll('.', ''), evil);
  story.happened(2, { by: 'ann', name: evil, properties: { x: evil, y: 'a,b' } });
  const asked = { at: start + 10 ** 8, names: ['ann'] };
  const counted = {
    event_count: [{ event: evil, where: { '==': [{ var: 'properties.x' }, evil] } }, '==', 1],
  };
  const typed = { identifier_count: [evil, '==', 1] };
  const listed = { in: [{ var: 'properties.x' }, ['NULL', evil, '{}']] };
  const parted = { in: [{ var: 'properties.y' }, ['a', 'b', '{a,b}']] };
  const among = { event_count: [{ event: '*', where: { and: [listed, { not: parted }] } }, '==', 1] };
  const both = { and: [counted, typed, among] };
  expect(await membersBySql(database, story, { ...asked, tenantId: evil, rule: both })).toEqual(['ann']);
});

test('another tenant sees nothing', async () => {
  const story = new Story();
  story.born(0, 'ann');
  const asked = { at: start + 10 ** 8, names: ['ann'], rule: { has_identifier: 'email' } };
  expect(await membersBySql(database, story, { ...asked, tenantId: 'one' })).toEqual(['ann']);
  expect(await membersBySql(database, new Story(), { ...asked, tenantId: 'two' })).toEqual([]);
});
