import { createHttpServer, createLogger } from '@customer360/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { bought, create, membersOf, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let tenant: SegmentTenant;
let list: string;
const server = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });
const SCOPE = 'segment:read segment:write profile:read';

beforeAll(async () => {
  fixture = await openSegmentFixture();
  await fixture.serveFiles(server);
  tenant = await fixture.tenant('files');
  await tenant.tell(order('ann'), order('bob'), order('eve'));
  await tenant.settled();
  list = await create(tenant, { name: 'From a file', kind: 'STATIC' });
});
afterAll(async () => {
  await server.close();
  await fixture.close();
});

async function post(
  payload: string | Buffer,
  { id = list, query = '', scope = SCOPE, type = 'text/csv' } = {},
) {
  const response = await server.inject({
    method: 'POST',
    url: `/segments/${id}/members.csv${query}`,
    headers: { 'content-type': type, authorization: await fixture.bearer(tenant.id, scope) },
    payload,
  });
  return { status: response.statusCode, ...response.json<Record<string, unknown>>() };
}

test('a file with a byte order mark adds whom it names and says which rows name nobody', async () => {
  const file = '\uFEFFname,user_id\r\n"Ann, A.",ann\r\nBob,bob\r\nBob again,bob\r\nNobody,nobody\r\n';
  expect(await post(file)).toEqual({
    status: 200,
    rows: 4,
    added: 2,
    unknown: 1,
    unknownLines: [5],
    column: 'user_id',
    ignoredColumns: ['name'],
  });
  await tenant.settled();
  const [ann, bob] = [await tenant.profileOf('user_id', 'ann'), await tenant.profileOf('user_id', 'bob')];
  expect(await membersOf(tenant, list)).toEqual([ann, bob].toSorted());
  expect(await post(`profile_id\n${ann}\n`)).toMatchObject({ rows: 1, added: 0, unknown: 0 });
});

test.each([
  ['other columns', 'name,phone\nAnn,1\n', {}, 400, 'it has name, phone.'],
  ['a column that is not there', 'user_id\nann\n', { query: '?column=email' }, 400, 'the column email'],
  ['an empty file', '', {}, 400, 'The file is empty'],
  ['rows of another length', 'user_id,name\nann\n', {}, 400, 'Line 2'],
  ['a quote that does not end', 'user_id\n"ann\n', {}, 400, 'cannot be read as CSV'],
  ['another content type', 'user_id\nann\n', { type: 'text/plain' }, 400, 'text/csv'],
  ['an unknown segment', 'user_id\nann\n', { id: 'none' }, 404, 'No segment has this id.'],
  ['a token that may only read', 'user_id\nann\n', { scope: 'segment:read' }, 403, 'segment:write'],
])('%s: the file is refused', async (_case, file, options, status, message) => {
  const { status: given, ...answer } = await post(file, options);
  expect([given, JSON.stringify(answer)]).toEqual([status, expect.stringContaining(message)]);
});

test('a segment that goes by a rule takes no file', async () => {
  const id = await create(tenant, { name: 'By rule', kind: 'REALTIME', rule: bought(1) });
  expect(await post('user_id\nann\n', { id })).toMatchObject({ status: 400 });
});

test('a hundred thousand rows are read as they come', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) =>
    index % 1_000 === 0 ? 'eve' : `nobody-${index}`,
  );
  expect(await post(`user_id\n${rows.join('\n')}\n`)).toMatchObject({
    rows: 100_000,
    added: 1,
    unknown: 99_900,
  });
});

test('an export names its purpose, holds who granted it and says how many are withheld', async () => {
  const profileId = await tenant.profileOf('user_id', 'ann');
  const grant = { command: 'setConsent', purpose: 'MARKETING', status: 'GRANTED', expiresAt: null };
  await tenant.command({ ...grant, profileId });
  await tenant.settled();
  const get = async (query: string) =>
    server.inject({
      url: `/segments/${list}/members.csv${query}`,
      headers: { authorization: await fixture.bearer(tenant.id, SCOPE) },
    });
  const file = await get('?purpose=MARKETING');
  expect(file.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'x-members-withheld': '2',
  });
  expect(file.body.split('\r\n')).toEqual([
    'profile_id,entered_at',
    expect.stringMatching(`^${profileId},20..-.*Z$`),
    '',
  ]);
  expect((await get('')).json()).toMatchObject({
    error: { message: expect.stringContaining('purpose must be') },
  });
});
