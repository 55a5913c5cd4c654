import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileDoor } from './member-files.ts';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { activityOf, bought, change, create, membersOf, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let door: Awaited<ReturnType<typeof openFileDoor>>;
let tenant: SegmentTenant;
let ann: string;
let bob: string;
let lists = 0;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  door = await openFileDoor(fixture);
  tenant = await fixture.tenant('files');
  const mail = { user_id: 'eve', email: 'eve@example.com' };
  await tenant.tell(order('ann'), order('bob'), { who: mail, event: 'Order Completed' });
  await tenant.settled();
  [ann, bob] = [await tenant.profileOf('user_id', 'ann'), await tenant.profileOf('user_id', 'bob')];
});
afterAll(async () => {
  await door.close();
  await fixture.close();
});

function newList(): Promise<string> {
  lists += 1;
  return create(tenant, { name: `List ${lists}`, kind: 'STATIC' });
}

test('a file with a byte order mark and quotes adds whom it names, and says which rows name nobody', async () => {
  const list = await newList();
  const file = '\uFEFFname,user_id\r\n"Ann, ""A"".",ann\r\nBob,bob\r\n\r\nBob again,"bob"\r\nNobody,nobody';
  expect(await door.post(tenant, list, file)).toEqual({
    status: 200,
    body: {
      uploadId: expect.any(String),
      rows: 4,
      added: 2,
      unchanged: 1,
      unknown: 1,
      refused: 0,
      unknownLines: [6],
      refusedLines: [],
      columns: ['user_id'],
      ignoredColumns: ['name'],
    },
  });
  expect(await membersOf(tenant, list)).toEqual([ann, bob].toSorted());
});

test('rows that cannot name anybody are refused by line and column, and the others are taken', async () => {
  const list = await newList();
  const file = `profile_id,note\n${ann},\nann,\n${bob.toUpperCase()}\n${bob},"two\nlines"\n,\n`;
  expect((await door.post(tenant, list, file)).body).toMatchObject({
    rows: 5,
    added: 2,
    unchanged: 0,
    refused: 3,
    refusedLines: [
      { line: 3, column: 'profile_id', message: 'must be a UUID.' },
      { line: 4, column: 'profile_id', message: 'must have 2 values, not 1.' },
      { line: 7, column: 'profile_id', message: 'must be a UUID.' },
    ],
  });
  expect(await membersOf(tenant, list)).toEqual([ann, bob].toSorted());
});

test('rows may name persons by identifiers of several types, whose values do not go into the log', async () => {
  const list = await newList();
  const { through } = await fixture.log.head(tenant.id);
  const file =
    'identifier_type,identifier_value\nuser_id,ann\nemail, EVE@Example.com \nemail,eve\n,bob\nphone,1\n';
  expect((await door.post(tenant, list, file)).body).toMatchObject({
    added: 2,
    refusedLines: [
      { line: 4, column: 'identifier_value', message: 'is no value of email.' },
      { line: 5, column: 'identifier_type', message: 'must not be empty.' },
      { line: 6, column: 'identifier_value', message: 'is no value of phone.' },
    ],
  });
  const eve = await tenant.profileOf('email', 'eve@example.com');
  expect(await membersOf(tenant, list)).toEqual([ann, eve].toSorted());
  const [command] = await fixture.log.read(tenant.id, through, 1);
  expect(command?.payload).toContain(list);
  expect(command?.payload).not.toMatch(/eve|ann/i);
});

test('the same file under the same key does nothing twice and has the same answer', async () => {
  const list = await newList();
  const file = 'user_id\nann\nnobody\nbob\n';
  const headers = { 'idempotency-key': 'upload-1' };
  const first = await door.post(tenant, list, file, { headers });
  const settled = await fixture.log.head(tenant.id);
  expect(first.body).toMatchObject({ uploadId: 'upload-1', added: 2, unknownLines: [3] });
  expect(await door.post(tenant, list, file, { headers })).toEqual(first);
  expect(await fixture.log.head(tenant.id)).toMatchObject({ through: settled.through });
  expect((await activityOf(tenant, list)).map(({ kind }) => kind)).toEqual(['ENTERED', 'ENTERED']);
  expect(await door.post(tenant, list, 'user_id\nann\n', { headers })).toMatchObject({
    status: 409,
    body: { error: { message: 'The Idempotency-Key was used before with another file.' } },
  });
  expect((await door.post(tenant, list, file)).body).toMatchObject({ added: 0, unchanged: 2, unknown: 1 });
});

test('who is on a list by a file follows a login and is let go of by hand', async () => {
  const list = await newList();
  await tenant.tell({ who: { anonymous_id: 'tablet' }, event: 'Seen' });
  await tenant.settled();
  await door.post(tenant, list, 'anonymous_id\ntablet\n', { query: '?column=anonymous_id' });
  await tenant.tell({ who: { user_id: 'bob', anonymous_id: 'tablet' }, kind: 'identify' });
  await tenant.settled();
  expect(await membersOf(tenant, list)).toEqual([bob]);
  const source = `mutation ($input: SegmentMembersInput!) { removeSegmentMembers(input: $input) {
    ... on SegmentMembersChanged { changed } } }`;
  await tenant.ask(source, { input: { segmentId: list, profileIds: [bob] } });
  expect(await membersOf(tenant, list)).toEqual([]);
});

test.each([
  { what: 'other columns', file: 'name,phone\nAnn,1\n', message: 'Line 1: the file must have the column' },
  { what: 'no type beside a value', file: 'identifier_value\nann\n', message: 'identifier_type once' },
  { what: 'a column twice', file: 'user_id,user_id\nann,ann\n', message: 'the column user_id once' },
  { what: 'a column that is not there', query: '?column=email', message: 'Line 1: the file must have the' },
  { what: 'a column without a name', query: '?column=', message: 'column must have 1 to 100 characters.' },
  { what: 'an empty file', file: '', message: 'The file is empty' },
  { what: 'a quote that does not end', file: 'user_id\n"ann\n', message: 'a quote does not end' },
  { what: 'a quote inside', file: 'user_id\nan"n\n', message: 'Line 2 of the file: a quote stands inside' },
  { what: 'a long record', file: `user_id\n${'a'.repeat(11_000)}\n`, message: 'more than 10000 characters' },
  { what: 'Latin 1', file: Buffer.from('user_id\nM\xfcller\n', 'latin1'), message: 'must be UTF-8' },
  { what: 'another content type', headers: { 'content-type': 'text/plain' }, message: 'text/csv' },
  { what: 'a packed file', headers: { 'content-encoding': 'gzip' }, message: 'without an encoding' },
  {
    what: 'a long key',
    headers: { 'idempotency-key': 'k'.repeat(101) },
    message: 'Idempotency-Key must have 1 to 100 characters.',
  },
])('$what: the file is refused and nothing is done', async ({ file, message, ...sending }) => {
  const list = await newList();
  const { through } = await fixture.log.head(tenant.id);
  const { status, body } = await door.post(tenant, list, file ?? 'user_id\nann\n', sending);
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(message)]);
  expect(await fixture.log.head(tenant.id)).toMatchObject({ through });
});

test('a file goes into a list of the own tenant that has not ended, by who may write it', async () => {
  const list = await newList();
  const rule = await create(tenant, { name: 'By rule', kind: 'REALTIME', rule: bought(1) });
  const ended = await newList();
  await change(tenant, 'archive', { id: ended });
  const other = await fixture.tenant('files-of-others');
  const file = 'user_id\nann\n';
  const statuses = [
    await door.post(tenant, rule, file),
    await door.post(tenant, ended, file),
    await door.post(tenant, 'none', file),
    await door.post(other, list, file),
    await door.post(tenant, list, file, { scope: 'segment:read profile:read' }),
    await door.post(tenant, list, file, { scope: 'segment:write' }),
    await door.post(tenant, list, file, { headers: { authorization: 'Bearer x' } }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([409, 409, 404, 404, 403, 403, 401]);
  expect(await membersOf(tenant, list)).toEqual([]);
});

test('an upload that breaks off is done once when it is sent again', async () => {
  const list = await newList();
  const rows = Array.from({ length: 12_000 }, (_, index) => (index === 4_000 ? 'ann' : `nobody-${index}`));
  const file = `user_id\n${rows.join('\n')}\nbob\n`;
  const headers = { 'idempotency-key': 'broken-off' };
  const half = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(file.slice(0, 100_000))),
    pull: (controller) => controller.error(new Error('the line is dead')),
  });
  await expect(door.post(tenant, list, half, { headers })).rejects.toThrow('fetch failed');
  await tenant.settled();
  expect((await door.post(tenant, list, file, { headers })).body).toMatchObject({
    rows: 12_001,
    added: 2,
    unknown: 11_999,
  });
  expect(await membersOf(tenant, list)).toEqual([ann, bob].toSorted());
  expect(await activityOf(tenant, list)).toHaveLength(2);
});

test('a fault behind many rows says how many are taken, however much is still to come', async () => {
  const list = await newList();
  const rows = 'ann\n'.repeat(60_000);
  const rest = 'bob\n'.repeat(1_000_000);
  const { status, body } = await door.post(tenant, list, `user_id\n${rows}an"n\n${rest}`);
  expect([status, JSON.stringify(body)]).toEqual([
    400,
    expect.stringMatching(/Line 60002 of the file: a quote .* value. The first \d+000 rows .* are taken/),
  ]);
  await tenant.settled();
  expect(await membersOf(tenant, list)).toEqual([ann]);
});
