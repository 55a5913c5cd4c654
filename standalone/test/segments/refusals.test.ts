import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { bought, change, create } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  tenant = await fixture.tenant('refusals');
});
afterAll(() => fixture.close());

const realtime = (name: string, rule: object) => ({ name, kind: 'REALTIME', rule: { rule } });

test.each([
  ['a window of nothing', { event_count: [{ event: 'A', within: '0s' }, '>=', 1] }, 'event_count[0].within'],
  [
    'a window beyond ten years',
    { event_count: [{ event: 'A', within: '4000d' }, '>=', 1] },
    'event_count[0].within',
  ],
  ['a sliding month', { event_count: [{ event: 'A', within: '1mo' }, '>=', 1] }, 'event_count[0].within'],
  ['a count beyond 1,000', { event_count: [{ event: 'A' }, '>=', 1_001] }, 'event_count[2]'],
  [
    'a sequence without a window',
    { event_sequence: { steps: [{ event: 'A' }, { event: 'B' }] } },
    'event_sequence',
  ],
  [
    'more than five steps',
    { event_sequence: { steps: ['A', 'B', 'C', 'D', 'E', 'F'].map((event) => ({ event })), within: '1d' } },
    'event_sequence.steps',
  ],
  ['order on strings', { '>': [{ var: 'traits.city' }, 'Bern'] }, '>[1]'],
  ['internal events', { event_count: [{ event: 'Segment Entered' }, '>=', 1] }, 'event_count[0].event'],
])('%s is refused with its place', async (_case, rule, path) => {
  const answer = await change(tenant, 'create', realtime('Refused', rule));
  expect(answer).toMatchObject({ __typename: 'InvalidRule' });
  expect(answer.faults?.map((fault) => fault.path)).toContain(path);
});

test.each([
  ['an empty name', { name: ' ', kind: 'REALTIME', rule: bought(1) }, 'input.name'],
  ['a long name', { name: 'x'.repeat(101), kind: 'REALTIME', rule: bought(1) }, 'input.name'],
  [
    'a long description',
    { name: 'A', description: 'x'.repeat(1_001), kind: 'BATCH', rule: bought(1) },
    'input.description',
  ],
  ['a realtime segment without a rule', { name: 'A', kind: 'REALTIME' }, 'input.rule'],
  ['a list with a rule', { name: 'A', kind: 'STATIC', rule: bought(1) }, 'input.rule'],
  [
    'a key of this program',
    { name: 'A', kind: 'STATIC', idempotencyKey: 'segment/1' },
    'input.idempotencyKey',
  ],
])('%s is refused with its field', async (_case, input, field) => {
  expect(await change(tenant, 'create', input)).toMatchObject({ __typename: 'InvalidInput', field });
});

test('ids that are none, unknown segments and wrong kinds are refused', async () => {
  const missing = '7d4f0c8e-0000-8000-8000-000000000000';
  const id = await create(tenant, { name: 'For kinds', kind: 'REALTIME', rule: bought(1) });
  const list = await create(tenant, { name: 'A list', kind: 'STATIC' });
  expect([
    await change(tenant, 'archive', { id: 'none' }),
    await change(tenant, 'archive', { id: missing }),
    await change(tenant, 'recompute', { id }),
    await change(tenant, 'update', { id: list, rule: bought(1) }),
    await change(tenant, 'create', realtime('Asks nobody', { in_segment: missing })),
  ]).toMatchObject([
    { __typename: 'InvalidInput', field: 'input.id' },
    { reason: 'UNKNOWN_SEGMENT' },
    { reason: 'WRONG_KIND' },
    { reason: 'WRONG_KIND' },
    { reason: 'UNKNOWN_SEGMENT' },
  ]);
});

test('names are taken once, and a segment that others ask for stays', async () => {
  const id = await create(tenant, { name: 'Taken', kind: 'REALTIME', rule: bought(1) });
  await create(tenant, realtime('Asks', { in_segment: id }));
  expect([
    await change(tenant, 'create', realtime('Taken', bought(2).rule)),
    await change(tenant, 'duplicate', { id, name: 'Asks' }),
    await change(tenant, 'archive', { id }),
  ]).toMatchObject([
    { reason: 'NAME_TAKEN' },
    { reason: 'NAME_TAKEN' },
    { reason: 'REFERENCED', message: 'These segments ask for it: Asks.' },
  ]);
  const copy = await change(tenant, 'duplicate', { id, name: 'Copy' });
  expect(copy.segment).toMatchObject({ name: 'Copy', kind: 'REALTIME', rule: bought(1).rule });
});

test('a rule that leads back to itself is refused, also over a version that is not in force yet', async () => {
  const a = await create(tenant, { name: 'Cycle a', kind: 'REALTIME', rule: bought(1) });
  const b = await create(tenant, realtime('Cycle b', { in_segment: a }));
  const answers = await Promise.all([
    change(tenant, 'update', { id: a, rule: { rule: { in_segment: b } } }),
    change(tenant, 'update', { id: a, rule: { rule: { in_segment: a } } }),
  ]);
  expect(answers).toMatchObject([{ reason: 'CYCLE' }, { reason: 'CYCLE' }]);
});

test('a key acts once: the same input has the same answer, other input is a conflict', async () => {
  const input = { name: 'Keyed', kind: 'REALTIME', rule: bought(1), idempotencyKey: 'once' };
  const first = await change(tenant, 'create', input);
  const again = await change(tenant, 'create', input);
  const other = await change(tenant, 'create', { ...input, name: 'Other' });
  expect(again.segment?.id).toBe(first.segment?.id);
  expect(other).toMatchObject({ __typename: 'IdempotencyConflict' });
});

test('reading and writing need their scopes', async () => {
  expect(await tenant.errors('{ segments { nodes { name } } }', 'profile:read')).toEqual([
    'UNAUTHORIZED_FIELD_OR_TYPE',
  ]);
  const write = 'mutation { archiveSegment(input: { id: "x" }) { __typename } }';
  expect(await tenant.errors(write, 'segment:read')).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
  const members = '{ segments { nodes { members { totalCount } } } }';
  expect(await tenant.errors(members, 'segment:read')).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
});
