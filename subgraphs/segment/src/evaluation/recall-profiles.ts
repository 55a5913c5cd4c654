import type { HistoryReader, SegmentEvaluator } from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';
import { loadProfiles } from './loaded-profiles.ts';
import type { RulesInForce } from './rules-in-force.ts';

/** Profiles in the memory of an evaluator, to be looked at: what it finds is neither stored nor told. */
export async function recallProfiles(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  {
    profileIds,
    rules,
    clock,
    history,
  }: {
    readonly profileIds: readonly string[];
    readonly rules: RulesInForce;
    /** The moment through which the tenant is evaluated, milliseconds. */
    readonly clock: number;
    readonly history: HistoryReader;
  },
): Promise<SegmentEvaluator> {
  const ids = { of: (...parts: readonly (string | number)[]) => parts.join(' ') };
  const view = { trx, tenantId, logTenantId: tenantId, ids, rules, clock };
  return (await loadProfiles(view, profileIds, history)).evaluator;
}
