import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  ownEntry,
  storeAnswers,
} from '@customer360/event-log';
import type { Viewer } from '@customer360/service';
import { createCommandLog } from '@customer360/subgraph';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRules } from '../masking/rule-view.ts';
import { createSegmentCommandService } from '../segments/segment-command-service.ts';
import { createMemberCommandService } from '../static/member-command-service.ts';
import { accepted } from './answer.ts';

const SEGMENT = '00000000-0000-4000-8000-000000000001';
const PROFILE = '00000000-0000-4000-8000-000000000002';
const TENANT = 'shop';

let database: TestDatabase<object>;
let log: ReturnType<typeof createEventLog>;

beforeAll(async () => {
  database = await openTestDatabase(eventLogMigrations);
  await createTenant(database, { id: TENANT, name: 'Shop' });
  log = createEventLog(database);
});
afterAll(async () => {
  await log.close();
  await database.close();
});

/** Puts a command into the log as it once was put there, answered. */
async function stored(messageId: string, payload: string, contentKey: string): Promise<number> {
  const entry = ownEntry(
    { sourceId: 'graphql', messageId, kind: 'command', payload, contentKey },
    Date.now(),
  );
  const [result] = await log.append(TENANT, [entry]);
  if (result?.status !== 'accepted') throw new Error('the stored command was not accepted');
  const { position } = result;
  const answer = { ...accepted(SEGMENT), changed: 1 };
  await database.inTenant(TENANT, (trx) => storeAnswers(trx, TENANT, [{ position, answer }]));
  return position;
}

function services() {
  const viewer: Viewer = {
    subject: 'somebody',
    clientId: 'test',
    tenantId: TENANT,
    scopes: new Set(['segment:write']),
  };
  const consumer = { waitFor: async () => undefined, lag: async () => [], stop: async () => undefined };
  const commands = createCommandLog<never, never>({
    log,
    database,
    consumer: () => consumer,
    clock: Date.now,
    timeoutMs: 10,
  });
  const common = { viewer, commands, newId: () => PROFILE, forget: () => undefined };
  return {
    segments: createSegmentCommandService({ ...common, identifiers: {}, ruleView: async () => openRules }),
    members: createMemberCommandService(common),
  };
}

it('the same call repeats a new segment that stands in the log', async () => {
  const said =
    '"description":null,"kind":"REALTIME","name":"Buyers","rule":{"event_count":[{"event":"Bought"},">=",1]}';
  const position = await stored(
    'create',
    `{"command":"createSegment",${said},"segmentId":"${SEGMENT}"}`,
    `["createSegment",{${said}}]`,
  );
  const rule = { rule: { event_count: [{ event: 'Bought' }, '>=', 1] } };
  const input = { idempotencyKey: 'create', name: 'Buyers', kind: 'REALTIME' as const, rule };
  expect(await services().segments.create(input)).toEqual({
    kind: 'SegmentChanged',
    segmentId: SEGMENT,
    position,
  });
  expect(await services().segments.create({ ...input, name: 'Others' })).toMatchObject({
    kind: 'IdempotencyConflict',
  });
});

it('the same call repeats a change of a segment that stands in the log', async () => {
  const said = `"description":null,"expectedVersion":null,"name":"Fans","rule":null,"segmentId":"${SEGMENT}"`;
  const position = await stored(
    'update',
    `{"command":"updateSegment",${said}}`,
    `["updateSegment",{${said}}]`,
  );
  const input = { idempotencyKey: 'update', id: SEGMENT, name: 'Fans' };
  expect(await services().segments.update(input)).toMatchObject({ kind: 'SegmentChanged', position });
});

it('the same call repeats members of a list that stand in the log', async () => {
  const said = `"profileIds":["${PROFILE}"],"segmentId":"${SEGMENT}"`;
  const position = await stored(
    'add',
    `{"command":"addSegmentMembers",${said}}`,
    `["addSegmentMembers",{${said}}]`,
  );
  const input = { idempotencyKey: 'add', segmentId: SEGMENT, profileIds: [PROFILE] };
  expect(await services().members.add(input)).toMatchObject({ kind: 'SegmentMembersChanged', position });
});
