import { selectMembers, type SegmentRule } from '@customer360/segment-rules';
import { sql, type Transaction } from 'kysely';
import { ruleMap, type RulesInForce } from '../evaluation/rules-in-force.ts';
import { projectionOf } from '../store/projection.ts';
import type { SegmentDatabase } from '../store/tables.ts';

/** Counts everybody for whom a rule holds at a moment, and names some. */
export async function countExactly(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  {
    rule,
    rules,
    at,
    shown,
  }: {
    readonly rule: SegmentRule;
    readonly rules: RulesInForce;
    /** Milliseconds. */
    readonly at: number;
    /** Members to name at most. */
    readonly shown: number;
  },
): Promise<{ readonly found: number; readonly profileIds: readonly string[] }> {
  const scope = { db: projectionOf(trx), tenantId, at, rules: ruleMap(rules), profileId: null };
  const { rows } = await sql<{ readonly found: number; readonly profileId: string | null }>`
    with member as materialized ${selectMembers(scope, rule)},
      named as (select profile_id from member order by profile_id limit ${shown})
    select (select count(*) from member) as found, s.profile_id as "profileId"
    from (select 1) one left join named s on true`.execute(trx);
  return {
    found: rows[0]?.found ?? 0,
    profileIds: rows.map(({ profileId }) => profileId).filter((id) => id !== null),
  };
}
