import { arrayParameter } from '@customer360/postgres';
import { requireRule, RuleRefusedError, selectMembers } from '@customer360/segment-rules';
import { sql, type Transaction } from 'kysely';
import { latestRules } from '../commands/command-checks.ts';
import type { ScoringModel } from '../scoring/scoring-model.ts';
import { readDefinitions } from '../segments/definition-writes.ts';
import { projectionOf } from '../store/projection.ts';
import type { SegmentDatabase } from '../store/tables.ts';

/** Codes of the archetypes whose rules hold for each profile at a moment; those that none holds for are missing. */
export async function findRuledProfiles(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  {
    ruled,
    profileIds,
    at,
  }: { readonly ruled: ScoringModel['ruled']; readonly profileIds: readonly string[]; readonly at: number },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  if (ruled.length === 0 || profileIds.length === 0) return found;
  const rules = latestRules(await readDefinitions(trx, tenantId));
  for (const { code, rule } of ruled) {
    const scope = { db: projectionOf(trx), tenantId, at, rules, profileId: null };
    const query = selectIfPossible(scope, rule)?.where(
      sql<boolean>`p.profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`,
    );
    for (const { profile_id: id } of (await query?.execute()) ?? []) {
      found.set(id, [...(found.get(id) ?? []), code]);
    }
  }
  return found;
}

/** A rule that asks for a segment which has ended since holds for nobody. */
function selectIfPossible(scope: Parameters<typeof selectMembers>[0], rule: unknown) {
  try {
    return selectMembers(scope, requireRule(rule));
  } catch (error) {
    if (error instanceof RuleRefusedError) return null;
    throw error;
  }
}
