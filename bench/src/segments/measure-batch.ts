import { sql } from 'kysely';
import { newTenant } from './bench-tenants.ts';
import { makeSegments } from './make-segments.ts';
import type { OpenSegments } from './open-segments.ts';

const DAY = 86_400_000;

/** Seconds from the command to the commit of a batch segment's members, slowest of a count, a sum and a sequence. */
export async function measureBatch({ profiles, ...open }: OpenSegments & { readonly profiles: number }) {
  const tenantId = await newTenant(open.database, 'batch');
  await seed(open, tenantId, profiles);
  const selected = { event: 'Order Completed', within: '30d' };
  const rules = [
    { event_count: [selected, '>=', 2] },
    { event_sum: [{ ...selected, property: 'total' }, '>', 100] },
    { event_sequence: { steps: [{ event: 'Product Viewed' }, { event: 'Order Completed' }], within: '30d' } },
  ];
  const seconds: number[] = [];
  for (const rule of rules) {
    const made = await makeSegments(open, tenantId, [{ kind: 'BATCH', rule }]);
    seconds.push(made.seconds);
    // What goes into the log after the commit would slow the next one down.
    const { through } = await open.log.head(tenantId);
    await open.worked(tenantId, through);
  }
  return { batchSegmentSeconds: Math.max(...seconds) };
}

/** Ten events a profile over ninety days, with one number each. */
async function seed({ database }: OpenSegments, tenantId: string, profiles: number): Promise<void> {
  const now = Date.now();
  await database.inTenant(tenantId, async (trx) => {
    await sql`insert into segment.profile select ${tenantId}, md5('p' || n)::uuid, ${now - 90 * DAY}::int8
      from generate_series(1, ${profiles}::int) n`.execute(trx);
    await sql`insert into segment.identifier select ${tenantId}, md5('i' || n)::uuid, md5('p' || n)::uuid, 'user_id',
      ${now - 90 * DAY}::int8 from generate_series(1, ${profiles}::int) n`.execute(trx);
    await sql`insert into segment.event select ${tenantId}, md5('e' || n)::uuid, md5('i' || 1 + n % ${profiles}::int)::uuid,
        md5('p' || 1 + n % ${profiles}::int)::uuid,
        (array['Order Completed', 'Product Viewed', 'Page Viewed'])[1 + floor(random() * 3)::int],
        ${now}::int8 - floor(random() * ${90 * DAY}::int8)::int8
      from generate_series(1, ${profiles * 10}::int) n`.execute(trx);
    await sql`insert into segment.event_value select ${tenantId}, md5('e' || n)::uuid, 'total', floor(random() * 100)::int,
      null, null, null from generate_series(1, ${profiles * 10}::int) n`.execute(trx);
  });
  await database.asSystem((trx) =>
    sql`analyze segment.event, segment.event_value, segment.profile, segment.identifier`.execute(trx),
  );
}
