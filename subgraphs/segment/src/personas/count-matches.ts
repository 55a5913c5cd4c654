import type { Transaction } from 'kysely';
import type { ScoringTables } from '../scoring/tables.ts';

/** Profiles matched at the latest scoring, by code of the archetype. */
export async function countMatches(
  trx: Transaction<ScoringTables>,
  tenantId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await trx
    .selectFrom('segment.scoring_head as h')
    .innerJoin('segment.profile_score as s', (join) =>
      join.onRef('s.tenant_id', '=', 'h.tenant_id').onRef('s.run_id', '=', 'h.current_run_id'),
    )
    .select(['s.persona_code as code', (eb) => eb.fn.countAll<string | number>().as('count')])
    .where('h.tenant_id', '=', tenantId)
    .where('s.persona_code', 'is not', null)
    .groupBy('s.persona_code')
    .execute();
  return new Map(rows.map(({ code, count }) => [code ?? '', Number(count)]));
}
