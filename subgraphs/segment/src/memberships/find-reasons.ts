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
import { sql, type Transaction } from 'kysely';
import { noHistory, readHistory } from '../evaluation/history.ts';
import { interestOf } from '../evaluation/interest.ts';
import { loadProfiles } from '../evaluation/loaded-profiles.ts';
import type { ReadRules, RulesInForce } from '../evaluation/rules-in-force.ts';
import type { RuleView } from '../masking/rule-view.ts';
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
  /** JSON of versions' rules by `versionKey`. */
  readonly versions: ReadonlyMap<string, unknown>;
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
  const looking: Looking = {
    trx,
    tenantId,
    rules: await readRules(trx, tenantId),
    clock: (await findEvaluated(trx, tenantId))?.clock ?? 0,
    view,
    versions: await findVersionRules(trx, tenantId, memberships),
  };
  const counted = new Set(looking.rules.batchIds);
  const remembered = memberships.filter(({ segmentId }) => !counted.has(segmentId));
  const evaluators = new Map<string, SegmentEvaluator>();
  const evaluator = await recall(looking, looking.rules, remembered);
  for (const segmentId of new Set(memberships.map((one) => one.segmentId))) {
    const own = memberships.filter((one) => one.segmentId === segmentId);
    evaluators.set(segmentId, counted.has(segmentId) ? await recount(looking, own) : evaluator);
  }
  return memberships.map((membership) => {
    const from = evaluators.get(membership.segmentId);
    return from === undefined ? [] : reasonsOf(looking, from, membership);
  });
}

async function recall(
  { trx, tenantId, clock }: Looking,
  rules: RulesInForce,
  memberships: readonly ProfileMembership[],
  history = noHistory,
): Promise<SegmentEvaluator> {
  const ids = { of: (...parts: readonly (string | number)[]) => parts.join(' ') };
  const profileIds = [...new Set(memberships.map(({ profileId }) => profileId))];
  const loading = { trx, tenantId, logTenantId: tenantId, ids, rules, clock };
  return (await loadProfiles(loading, profileIds, history)).evaluator;
}

/** A batch segment's conditions are not remembered: they are made from the stored events. */
async function recount(
  looking: Looking,
  memberships: readonly ProfileMembership[],
): Promise<SegmentEvaluator> {
  const { trx, tenantId, rules, clock, versions } = looking;
  const [{ segmentId, version } = { segmentId: '', version: 0 }] = memberships;
  const rule = versions.get(versionKey({ segmentId, version }));
  const about = { column: 'profile_id', ids: memberships.map(({ profileId }) => profileId) } as const;
  const interest = rule === undefined ? null : interestOf(conditionsOf(requireRule(rule)));
  const events = interest === null ? [] : await readHistory(trx, tenantId, about, interest);
  const others = { ...rules, batchIds: rules.batchIds.filter((id) => id !== segmentId) };
  const evaluator = await recall(looking, others, memberships, { eventsOf: () => events });
  if (rule !== undefined) {
    const segmentChanges = [{ kind: 'ACTIVATED', segmentId, version, rule }] as const;
    evaluator.apply(segmentEntry({ loggedAt: clock, eventId: segmentId, segmentChanges }));
  }
  return evaluator;
}

function reasonsOf(
  { clock, versions, view }: Looking,
  evaluator: SegmentEvaluator,
  membership: ProfileMembership,
): readonly SegmentReason[] {
  const { segmentId, version, profileId } = membership;
  const json = versions.get(versionKey(membership));
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

function versionKey({ segmentId, version }: Pick<ProfileMembership, 'segmentId' | 'version'>): string {
  return `${segmentId} ${version}`;
}

async function findVersionRules(
  trx: Trx,
  tenantId: string,
  memberships: readonly ProfileMembership[],
): Promise<ReadonlyMap<string, unknown>> {
  const wanted = new Map(memberships.map((one) => [versionKey(one), one]));
  const pairs = [...wanted.values()].map(
    ({ segmentId, version }) => sql`(${segmentId}::uuid, ${version}::int)`,
  );
  const rows = await trx
    .selectFrom('segment.version')
    .select(['segment_id as segmentId', 'version', 'rule'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`(segment_id, version) in (${sql.join(pairs)})`)
    .execute();
  return new Map(rows.map((row) => [versionKey(row), JSON.parse(row.rule)]));
}

/** Conditions that stand under an odd number of `not`. */
function negatedConditions(rule: SegmentRule, isNegated = false): ReadonlySet<Condition> {
  if (rule.kind === 'and' || rule.kind === 'or') {
    return new Set(rule.rules.flatMap((one) => [...negatedConditions(one, isNegated)]));
  }
  if (rule.kind === 'not') return negatedConditions(rule.rule, !isNegated);
  return new Set(isNegated ? [rule] : []);
}
