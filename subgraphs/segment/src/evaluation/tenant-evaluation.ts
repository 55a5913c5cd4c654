import type { KeyedIds } from '@customer360/event-log';
import type { MembershipChange } from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import type { TagsToHold } from '@customer360/redis';
import type { SegmentDatabase } from '../store/tables.ts';
import type { Backfills } from './backfills.ts';
import type { ReadRules, RulesInForce } from './rules-in-force.ts';

/** The evaluation of one tenant inside one transaction. */
export interface TenantEvaluation {
  readonly trx: Transaction<SegmentDatabase>;
  /** The name that the tenant's rows stand under: another one while they are made again. */
  readonly tenantId: string;
  /** The tenant: ids and what is read of its log go by it. */
  readonly logTenantId: string;
  readonly ids: KeyedIds;
  readonly readRules: ReadRules;
  readonly backfills: Backfills;
  rules: RulesInForce;
  /** The moment through which everything has turned, milliseconds. */
  clock: number;
  /** Who entered and left, as it was found. */
  readonly changes: MembershipChange[];
  /** Tags of the cache whose values change with the commit. */
  readonly tags: Pick<TagsToHold, 'add'>;
}

/** What is needed to look at a tenant's profiles as evaluation does. */
export type TenantView = Pick<TenantEvaluation, 'trx' | 'tenantId' | 'logTenantId' | 'rules' | 'clock'> & {
  readonly ids: Pick<KeyedIds, 'of'>;
};

/** Id of a change: the same however often and in whatever batch it is found. */
export function changeId({ ids }: Pick<TenantView, 'ids'>, ...parts: readonly (string | number)[]): string {
  return ids.of('segment change', ...parts);
}

/** True while rows are made again beside those that are read: commands are answered and changes are told already. */
export function isRebuild({
  tenantId,
  logTenantId,
}: Pick<TenantEvaluation, 'tenantId' | 'logTenantId'>): boolean {
  return tenantId !== logTenantId;
}
