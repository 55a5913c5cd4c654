import {
  compileSegment,
  conditionsOf,
  describeCondition,
  explain,
  requireRule,
  segmentEntry,
  type Condition,
  type SegmentEvaluator,
  type SegmentRule,
} from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import { noHistory, readHistory } from '../evaluation/history.ts';
import { interestOf } from '../evaluation/interest.ts';
import { recallProfiles } from '../evaluation/recall-profiles.ts';
import type { ReadRules, RulesInForce } from '../evaluation/rules-in-force.ts';
import type { RuleView } from '../masking/rule-view.ts';
import { findVersions, type StoredVersion } from '../segments/segment-repository.ts';
import { findEvaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { ProfileMembership } from './member-repository.ts';

type Trx = Transaction<SegmentDatabase>;

/** A condition of the rule that holds, in words, and what makes it hold. */
export interface SegmentReason {
  readonly text: string;
  /** Latest first, ten at most. */
  readonly eventIds: readonly string[];
}

const MAX_EVENTS = 10;

interface Looking {
  readonly trx: Trx;
  readonly tenantId: string;
  readonly rules: RulesInForce;
  readonly clock: number;
  readonly view: RuleView;
  /** By segment. */
  readonly versions: ReadonlyMap<string, readonly StoredVersion[]>;
}

/** Why each holds, in the order of the memberships; nothing for one whose version is not known. */
export async function findReasons(
  trx: Trx,
  tenantId: string,
  {
    memberships,
    readRules,
    view,
  }: {
    readonly memberships: readonly ProfileMembership[];
    readonly readRules: ReadRules;
    readonly view: RuleView;
  },
): Promise<readonly (readonly SegmentReason[])[]> {
  const bySegment = Map.groupBy(memberships, ({ segmentId }) => segmentId);
  const rules = await readRules(trx, tenantId);
  const clock = (await findEvaluated(trx, tenantId))?.clock ?? 0;
  const versions = await findVersions(trx, tenantId, [...bySegment.keys()]);
  const looking: Looking = { trx, tenantId, rules, clock, view, versions };
  const remembered = memberships.filter(({ segmentId }) => !rules.batchIds.includes(segmentId));
  const evaluator = await recallProfiles(trx, tenantId, {
    profileIds: profilesOf(remembered),
    rules,
    clock,
    history: noHistory,
  });
  const recounted = new Map<string, SegmentEvaluator>();
  for (const segmentId of rules.batchIds) {
    const own = bySegment.get(segmentId);
    if (own !== undefined) recounted.set(segmentId, await recount(looking, segmentId, own));
  }
  return memberships.map((membership) =>
    reasonsOf(looking, recounted.get(membership.segmentId) ?? evaluator, membership),
  );
}

/** A batch segment's conditions are not remembered: they are made from the stored events. */
async function recount(
  looking: Looking,
  segmentId: string,
  memberships: readonly ProfileMembership[],
): Promise<SegmentEvaluator> {
  const { trx, tenantId, rules, clock } = looking;
  // All members of a batch segment have the version that counted it last.
  const version = memberships[0]?.version ?? 0;
  const rule = ruleOf(looking, { segmentId, version });
  const profileIds = profilesOf(memberships);
  const interest = rule === undefined ? null : interestOf(conditionsOf(requireRule(rule)));
  const about = { column: 'profile_id', ids: profileIds } as const;
  const events = interest === null ? [] : await readHistory(trx, tenantId, about, interest);
  const evaluator = await recallProfiles(trx, tenantId, {
    profileIds,
    rules: { ...rules, batchIds: rules.batchIds.filter((id) => id !== segmentId) },
    clock,
    history: { eventsOf: () => events },
  });
  if (rule !== undefined) {
    const segmentChanges = [{ kind: 'ACTIVATED', segmentId, version, rule }] as const;
    evaluator.apply(segmentEntry({ loggedAt: clock, eventId: segmentId, segmentChanges }));
  }
  return evaluator;
}

function profilesOf(memberships: readonly ProfileMembership[]): readonly string[] {
  return [...new Set(memberships.map(({ profileId }) => profileId))];
}

/** JSON; undefined for a version that is not known. */
function ruleOf(
  { versions }: Looking,
  { segmentId, version }: Pick<ProfileMembership, 'segmentId' | 'version'>,
): unknown {
  return versions.get(segmentId)?.find((one) => one.version === version)?.rule;
}

function reasonsOf(
  looking: Looking,
  evaluator: SegmentEvaluator,
  membership: ProfileMembership,
): readonly SegmentReason[] {
  const { segmentId, version, profileId } = membership;
  const { clock, view } = looking;
  const json = ruleOf(looking, membership);
  if (json === undefined) return [];
  const segment = evaluator.segments.get(segmentId) ?? compileSegment(segmentId, version, requireRule(json));
  const negated = negatedConditions(segment.rule);
  return explain(evaluator, evaluator.memory.profile(profileId), segment, clock)
    .filter(({ condition, isTrue }) => isTrue !== negated.has(condition))
    .map(({ condition, eventIds }) => {
      const text = describeCondition(view.condition(condition));
      return {
        text: negated.has(condition) ? `it is not so that ${text}` : text,
        eventIds: eventIds.slice(0, MAX_EVENTS),
      };
    });
}

/** Conditions that stand under an odd number of `not`. */
function negatedConditions(rule: SegmentRule, isNegated = false): ReadonlySet<Condition> {
  if (rule.kind === 'and' || rule.kind === 'or') {
    return new Set(rule.rules.flatMap((one) => [...negatedConditions(one, isNegated)]));
  }
  if (rule.kind === 'not') return negatedConditions(rule.rule, !isNegated);
  return new Set(isNegated ? [rule] : []);
}
