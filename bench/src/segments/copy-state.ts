import { sql } from 'kysely';
import type { OpenSegments } from './open-segments.ts';

/** Memberships that wait for the end of their windows: the state of one person again and again under other ids. */
export async function copyState(
  { database }: Pick<OpenSegments, 'database'>,
  tenantId: string,
  copies: number,
): Promise<void> {
  await database.inTenant(tenantId, async (trx) => {
    await sql`create temporary table copied on commit drop as
      select n, md5('profile ' || n)::uuid as profile_id, md5('identifier ' || n)::uuid as identifier_id
      from generate_series(1, ${copies}::int) n`.execute(trx);
    await sql`create temporary table original on commit drop as
      select s.profile_id, s.snapshot, s.due_at, i.identifier_id
      from segment.state s join segment.identifier i on i.profile_id = s.profile_id
      where s.due_at is not null limit 1`.execute(trx);
    await sql`insert into segment.state (tenant_id, profile_id, snapshot, due_at)
      select ${tenantId}, c.profile_id, replace(replace(o.snapshot, o.profile_id::text, c.profile_id::text),
        o.identifier_id::text, c.identifier_id::text), o.due_at + c.n
      from copied c, original o`.execute(trx);
    await sql`insert into segment.membership (tenant_id, segment_id, profile_id, version, entered_at)
      select ${tenantId}, m.segment_id, c.profile_id, m.version, m.entered_at
      from copied c, segment.membership m join original o on o.profile_id = m.profile_id`.execute(trx);
  });
}
