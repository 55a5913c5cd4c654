import { segmentEntry, selectMembers, requireRule, type MembershipChange } from '@customer360/segment-rules';
import { sql } from 'kysely';
import { projectionOf } from '../store/projection.ts';
import type { CommandPlace } from '../commands/command-place.ts';
import { loadProfiles, saveProfiles } from '../evaluation/loaded-profiles.ts';
import { ruleMap } from '../evaluation/rules-in-force.ts';
import { noHistory } from '../evaluation/history.ts';
import { changeId, type TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { keepStaying, writeDifferences, type Difference } from './batch-members.ts';
import { updateDefinition, type Definition } from '../segments/definition-writes.ts';
import { nextCount } from '../schedules/schedule.ts';

const CHUNK = 2_000;

/** A version of a batch segment with its rule as JSON. */
export type Counted = Pick<Definition, 'segmentId' | 'version' | 'schedule'> & { readonly rule: unknown };

/** What makes a count: an entry of the log, or a moment of the schedule. */
export type CountCause = Pick<CommandPlace, 'loggedAt' | 'eventId'>;

/**
 * Counts a batch segment by a version's rule as of a moment; those who come and go are told, and rules that ask for it are
 * evaluated.
 */
export async function countBatchSegment(
  evaluation: TenantEvaluation,
  place: CountCause,
  { segmentId, version, schedule, rule }: Counted,
): Promise<void> {
  const { trx, tenantId, rules } = evaluation;
  const scope = {
    db: projectionOf(trx),
    tenantId,
    at: place.loggedAt,
    rules: ruleMap(rules),
    profileId: null,
  };
  const members = selectMembers(scope, requireRule(rule), segmentId);
  const { rows } = await sql<Difference>`with counted as materialized ${members}
    select coalesce(c.profile_id, m.profile_id) as "profileId", c.profile_id is not null as "isMember"
    from counted c
    full join (select profile_id from segment.membership
      where tenant_id = ${tenantId} and segment_id = ${segmentId}) m on m.profile_id = c.profile_id
    where c.profile_id is null or m.profile_id is null
    order by 1`.execute(trx);
  await change(evaluation, place, { segmentId, version, differences: rows, reason: 'RULE' });
  await keepStaying(trx, tenantId, { segmentId, version });
  await updateDefinition(trx, tenantId, segmentId, {
    counted_at: place.loggedAt,
    count_due_at: schedule && nextCount(schedule, place.loggedAt),
    last_error: null,
  });
}

/** Everybody leaves a batch segment that has ended. */
export async function endBatchSegment(
  evaluation: TenantEvaluation,
  place: CountCause,
  { segmentId, version }: Definition,
): Promise<void> {
  const members = await evaluation.trx
    .selectFrom('segment.membership')
    .select('profile_id as profileId')
    .where('tenant_id', '=', evaluation.tenantId)
    .where('segment_id', '=', segmentId)
    .orderBy('profile_id')
    .execute();
  const differences = members.map(({ profileId }) => ({ profileId, isMember: false }));
  await change(evaluation, place, { segmentId, version, differences, reason: 'ARCHIVED' });
}

async function change(
  evaluation: TenantEvaluation,
  { loggedAt: at, eventId: cause }: CountCause,
  {
    segmentId,
    version,
    differences,
    reason,
  }: {
    readonly segmentId: string;
    readonly version: number;
    readonly differences: readonly Difference[];
    readonly reason: 'RULE' | 'ARCHIVED';
  },
): Promise<void> {
  const { logTenantId } = evaluation;
  for (let start = 0; start < differences.length; start += CHUNK) {
    const chunk = differences.slice(start, start + CHUNK);
    await writeDifferences(evaluation, { segmentId, version, chunk, at });
    evaluation.changes.push(
      ...chunk.map(({ profileId, isMember }): MembershipChange => {
        const kind = isMember ? 'ENTERED' : 'EXITED';
        const id = changeId(evaluation, logTenantId, segmentId, version, profileId, kind, cause);
        return { id, kind, segmentId, version, profileId, at, cause, reason };
      }),
    );
    await tellDependents(evaluation, { segmentId, chunk, at, cause });
  }
}

/** Rules that ask for the segment are evaluated for those who came or went. */
async function tellDependents(
  evaluation: TenantEvaluation,
  {
    segmentId,
    chunk,
    at,
    cause,
  }: {
    readonly segmentId: string;
    readonly chunk: readonly Difference[];
    readonly at: number;
    readonly cause: string;
  },
): Promise<void> {
  const { compiled } = evaluation.rules;
  if (!compiled.some(({ references }) => references.includes(segmentId))) return;
  const loaded = await loadProfiles(
    evaluation,
    chunk.map(({ profileId }) => profileId),
    noHistory,
  );
  const before = chunk.filter(({ isMember }) => !isMember).map(({ profileId }) => profileId);
  loaded.evaluator.segments.setBatch(segmentId, new Set(before));
  const profileIds = chunk.filter(({ isMember }) => isMember).map(({ profileId }) => profileId);
  const entry = segmentEntry({
    loggedAt: at,
    eventId: cause,
    segmentChanges: [{ kind: 'RECOMPUTED', segmentId, profileIds }],
  });
  evaluation.changes.push(...loaded.evaluator.apply(entry).changes);
  await saveProfiles(evaluation, loaded);
}
