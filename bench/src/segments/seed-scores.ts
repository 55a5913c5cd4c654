import type { AnyDatabase } from '@customer360/postgres';
import { sql } from 'kysely';

const RUN = '10000000-0000-8000-8000-000000000000';

/** Scored profiles of a tenant, each with a persona; answers their ids. */
export async function seedScores(
  database: AnyDatabase,
  tenantId: string,
  profiles: number,
): Promise<readonly string[]> {
  const components = JSON.stringify(
    ['orders', 'orderValue', 'discount', 'variety', 'coupons'].map((feature) => ({ feature, score: 0.83 })),
  );
  return database.inTenant(tenantId, async (trx) => {
    await sql`insert into segment.archetype (tenant_id, code, archetype_id, name, summary, status, version, rule)
      values (${tenantId}, 'frequent', ${RUN}, 'Frequent customers', 'orders: 30 against 4', 'ACTIVE', 1, '{}')`.execute(
      trx,
    );
    await sql`insert into segment.scoring_run
        (tenant_id, run_id, position, as_of, proposes, status, phase, done, total, started_at, warnings)
      values (${tenantId}, ${RUN}, 1, 1, false, 'SUCCEEDED', 'END', 1, 1, 1, '[]')`.execute(trx);
    await sql`insert into segment.scoring_head values (${tenantId}, ${RUN})`.execute(trx);
    const { rows } = await sql<{ readonly id: string }>`insert into segment.profile_score
        (tenant_id, run_id, profile_id, is_scored, purchases, recency, frequency, monetary, rfm_cell, lifetime_value,
          probability_alive, churn_risk, stage, lifecycle_rule, persona_code, persona_version, persona_score, persona_components)
      select ${tenantId}, ${RUN}, gen_random_uuid(), true, '{}', 4, 5, 3, 'LOYAL', 12345, 0.9, 0.1, 'customer',
        'has bought', 'frequent', 1, 0.8, ${components}
      from generate_series(1, ${profiles}::int)
      returning profile_id as id`.execute(trx);
    return rows.map(({ id }) => id);
  });
}
