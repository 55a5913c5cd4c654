import { conditionsOf, segmentEntry, type Json, type SegmentRule } from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import { readHistory } from '../evaluation/history.ts';
import { interestOf } from '../evaluation/interest.ts';
import { recallProfiles } from '../evaluation/recall-profiles.ts';
import type { RulesInForce } from '../evaluation/rules-in-force.ts';
import { findEvaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';

/** Profiles of a sample: enough for an interval of 4 % of everybody. */
export const SAMPLE_SIZE = 2_000;

/** Stands for the rule among those in force. */
const PREVIEWED = '00000000-0000-8000-8000-000000000000';

/**
 * Evaluates a rule for a sample of the profiles as it would be evaluated were it in force. Profile ids are hashes that say
 * nothing of the person, so the first of them are a random sample, and the same one for each rule that is tried.
 */
export async function countInSample(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  {
    rule,
    json,
    rules,
    at,
    shown,
  }: {
    readonly rule: SegmentRule;
    readonly json: Json;
    readonly rules: RulesInForce;
    /** Milliseconds. */
    readonly at: number;
    /** Members to name at most. */
    readonly shown: number;
  },
): Promise<{ readonly found: number; readonly sampled: number; readonly profileIds: readonly string[] }> {
  const sample = await findSample(trx, tenantId);
  const about = { column: 'profile_id', ids: sample } as const;
  const events = await readHistory(trx, tenantId, about, interestOf(conditionsOf(rule)));
  const clock = (await findEvaluated(trx, tenantId))?.clock ?? 0;
  const history = { eventsOf: () => events };
  const evaluator = await recallProfiles(trx, tenantId, { profileIds: sample, rules, clock, history });
  const moment = { loggedAt: Math.max(at, clock), eventId: PREVIEWED };
  const activated = { kind: 'ACTIVATED', segmentId: PREVIEWED, version: 1, rule: json } as const;
  evaluator.apply(segmentEntry({ ...moment, segmentChanges: [activated] }));
  const members = sample.filter((id) => evaluator.memory.profiles.get(id)?.memberships.has(PREVIEWED));
  return { found: members.length, sampled: sample.length, profileIds: members.slice(0, shown) };
}

async function findSample(trx: Transaction<SegmentDatabase>, tenantId: string): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('segment.profile')
    .select('profile_id as profileId')
    .where('tenant_id', '=', tenantId)
    .where('quarantined', '=', false)
    .orderBy('profile_id')
    .limit(SAMPLE_SIZE)
    .execute();
  return rows.map(({ profileId }) => profileId);
}

/** Profiles that rules may hold for. */
export async function countProfilesBornBy(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  at: number,
): Promise<number> {
  const { profiles } = await trx
    .selectFrom('segment.profile')
    .select((eb) => eb.fn.countAll<number>().as('profiles'))
    .where('tenant_id', '=', tenantId)
    .where('born_at', '<=', at)
    .where('quarantined', '=', false)
    .executeTakeFirstOrThrow();
  return profiles;
}
