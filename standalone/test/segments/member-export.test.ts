import { analyzeTables } from '@customer360/postgres';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileDoor } from './member-files.ts';
import { openSegmentFixture, type SegmentTenant } from './segment-fixture.ts';
import { bought, create, order } from './segment-requests.ts';

let fixture: Awaited<ReturnType<typeof openSegmentFixture>>;
let door: Awaited<ReturnType<typeof openFileDoor>>;
let tenant: SegmentTenant;
let segment: string;
let ann: string;

beforeAll(async () => {
  fixture = await openSegmentFixture();
  door = await openFileDoor(fixture);
  tenant = await fixture.tenant('exports');
  await tenant.tell(order('ann'), order('bob'), order('eve'));
  await tenant.settled();
  segment = await create(tenant, { name: 'Buyers', kind: 'REALTIME', rule: bought(1) });
  ann = await tenant.profileOf('user_id', 'ann');
  const grant = { command: 'setConsent', purpose: 'MARKETING', status: 'GRANTED', expiresAt: null };
  await tenant.command({ ...grant, profileId: ann });
  await tenant.settled();
});
afterAll(async () => {
  await door.close();
  await fixture.close();
});

test('an export names its purpose, holds who granted it and says how many are withheld', async () => {
  const file = await door.get(tenant, segment, { query: '?purpose=MARKETING' });
  expect([file.status, file.headers.get('content-type'), file.headers.get('x-members-withheld')]).toEqual([
    200,
    'text/csv; charset=utf-8',
    '2',
  ]);
  expect((await file.text()).split('\r\n')).toEqual([
    'profile_id,entered_at',
    expect.stringMatching(`^${ann},20\\d\\d-.*Z$`),
    '',
  ]);
});

test('an export holds every member once, over many pages', async () => {
  const list = await create(tenant, { name: 'Many', kind: 'STATIC' });
  const members = 12_000;
  await fixture.database.inTenant(tenant.id, async (trx) => {
    const people = sql`select cast(lpad(to_hex(n), 32, '0') as uuid) as id, n from generate_series(1, ${members}) n`;
    await sql`insert into segment.membership (tenant_id, segment_id, profile_id, version, entered_at)
      select ${tenant.id}, cast(${list} as uuid), id, 1, n / 100 from (${people}) p`.execute(trx);
    await sql`insert into segment.consent (tenant_id, profile_id, purpose, status, expires_at)
      select ${tenant.id}, id, 'ANALYTICS', 'GRANTED', null from (${people}) p where n > 1`.execute(trx);
  });
  await analyzeTables(fixture.database);
  const file = await door.get(tenant, list, { query: '?purpose=ANALYTICS' });
  expect(file.headers.get('x-members-withheld')).toBe('1');
  const rows = (await file.text()).split('\r\n').slice(1, -1);
  expect([rows.length, new Set(rows).size]).toEqual([members - 1, members - 1]);
  const moments = rows.map((row) => row.split(',')[1] ?? '');
  expect(moments).toEqual(moments.toSorted().toReversed());
});

test('an export is refused without a purpose, a token, a scope or a segment of the tenant', async () => {
  const query = '?purpose=MARKETING';
  const other = await fixture.tenant('exports-of-others');
  const refused = await Promise.all([
    door.get(tenant, segment),
    door.get(tenant, segment, { query: '?purpose=FUN' }),
    door.get(tenant, segment, { query, scope: 'segment:read' }),
    door.get(tenant, segment, { query, scope: 'profile:read' }),
    door.get(other, segment, { query }),
    door.get(tenant, 'none', { query }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 403, 403, 404, 404]);
  expect(await refused[0]?.json()).toMatchObject({
    error: { message: expect.stringMatching(/^purpose must be one of .*MARKETING/) },
  });
});
