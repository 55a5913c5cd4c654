import { SEGMENT_SOURCE } from '@customer360/event-log';
import { sql } from 'kysely';
import type { NewActivity, ToldChange } from '../activity/activity-repository.ts';
import { changeId, type TenantEvaluation } from '../evaluation/tenant-evaluation.ts';

interface Difference {
  readonly segmentId: string;
  readonly profileId: string;
  readonly version: number;
  readonly isMember: boolean;
}

/**
 * What the log has to be told so that whoever folds it comes to the memberships that it makes. `cause` is the rebuild; the
 * moment is that through which everything has turned.
 */
export async function findDifferences(
  evaluation: TenantEvaluation,
  { cause, sequence }: { readonly cause: string; readonly sequence: number },
): Promise<readonly NewActivity[]> {
  const { ids, logTenantId, clock: at } = evaluation;
  const differences = await compareWithTold(evaluation);
  return differences.map(({ segmentId, profileId, version, isMember }, index) => {
    const kind: ToldChange['kind'] = isMember ? 'ENTERED' : 'EXITED';
    const id = changeId(evaluation, logTenantId, segmentId, version, profileId, kind, cause);
    const place = { sequence: sequence + index + 1, eventId: ids.eventId(SEGMENT_SOURCE, id) };
    return { id, kind, segmentId, version, profileId, at, cause, reason: 'REBUILT', ...place };
  });
}

/** Memberships that only one of both has: what the log makes, and the last that it was told of each profile and segment. */
async function compareWithTold({ trx, tenantId }: TenantEvaluation): Promise<readonly Difference[]> {
  const { rows } = await sql<Difference>`with held as (
      select distinct on (segment_id, profile_id) segment_id, profile_id, version, kind
      from segment.activity where tenant_id = ${tenantId}
      order by segment_id, profile_id, sequence desc)
    select coalesce(m.segment_id, t.segment_id) as "segmentId", coalesce(m.profile_id, t.profile_id) as "profileId",
      m.segment_id is not null as "isMember",
      coalesce(m.version, d.version, t.version) as version
    from (select segment_id, profile_id, version from segment.membership where tenant_id = ${tenantId}) m
    full join (select segment_id, profile_id, version from held where kind = 'ENTERED') t
      on t.segment_id = m.segment_id and t.profile_id = m.profile_id
    left join segment.definition d on d.tenant_id = ${tenantId} and d.segment_id = t.segment_id
    where m.segment_id is null or t.segment_id is null
    order by 2, 1`.execute(trx);
  return rows;
}
