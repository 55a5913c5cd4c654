import {
  compileSegment,
  conditionsOf,
  describeCondition,
  explain,
  requireRule,
  segmentEntry,
  type Condition,
  type SegmentRule,
} from '@customer360/segment-rules';
import type { TenantReader } from '@customer360/subgraph';
import type { Transaction } from 'kysely';
import { readHistory } from '../evaluation/history.ts';
import { interestOf } from '../evaluation/interest.ts';
import type { ReadRules } from '../evaluation/rules-in-force.ts';
import { loadProfiles } from '../evaluation/loaded-profiles.ts';
import type { RuleView } from '../masking/rule-view.ts';
import { findEvaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { ProfileMembership } from './member-repository.ts';

/** A condition of the rule that holds, in words, and what makes it hold. */
export interface SegmentReason {
  readonly text: string;
  /** Latest first, ten at most. */
  readonly eventIds: readonly string[];
}

const MAX_EVENTS = 10;

export type ReasonReader = (membership: ProfileMembership) => Promise<readonly SegmentReason[]>;

/** Reads why somebody is in a segment from what is remembered of the profile. */
export function createReasonReader(
  reader: TenantReader<SegmentDatabase>,
  { readRules, ruleView }: { readonly readRules: ReadRules; readonly ruleView: () => Promise<RuleView> },
): ReasonReader {
  return async (membership) => {
    const view = await ruleView();
    return reader.read((trx) => readReasons(trx, reader.tenantId, { membership, readRules, view }));
  };
}

async function readReasons(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  {
    membership,
    readRules,
    view,
  }: {
    readonly membership: ProfileMembership;
    readonly readRules: ReadRules;
    readonly view: RuleView;
  },
): Promise<readonly SegmentReason[]> {
  const { segmentId, version, profileId } = membership;
  const json = await findRule(trx, tenantId, { segmentId, version });
  if (json === null) return [];
  const rule = requireRule(json);
  const rules = await readRules(trx, tenantId);
  const clock = (await findEvaluated(trx, tenantId))?.clock ?? 0;
  const isBatch = rules.batchIds.includes(segmentId);
  const others = { ...rules, batchIds: rules.batchIds.filter((id) => id !== segmentId) };
  // A batch segment's conditions are not remembered: they are made from the stored events.
  const about = { column: 'profile_id', ids: [profileId] } as const;
  const events = isBatch ? await readHistory(trx, tenantId, about, interestOf(conditionsOf(rule))) : [];
  const ids = { of: (...parts: readonly (string | number)[]) => parts.join(' ') };
  const loading = { trx, tenantId, logTenantId: tenantId, ids, rules: others, clock };
  const { evaluator } = await loadProfiles(loading, [profileId], { eventsOf: () => events });
  if (isBatch) {
    const segmentChanges = [{ kind: 'ACTIVATED', segmentId, version, rule: json }] as const;
    evaluator.apply(segmentEntry({ loggedAt: clock, eventId: segmentId, segmentChanges }));
  }
  const segment = evaluator.segments.get(segmentId) ?? compileSegment(segmentId, version, rule);
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

/** JSON of a version's rule; null when there is none. */
async function findRule(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  { segmentId, version }: { readonly segmentId: string; readonly version: number },
): Promise<unknown> {
  const row = await trx
    .selectFrom('segment.version')
    .select('rule')
    .where('tenant_id', '=', tenantId)
    .where('segment_id', '=', segmentId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? null : JSON.parse(row.rule);
}

/** Conditions that stand under an odd number of `not`. */
function negatedConditions(rule: SegmentRule, isNegated = false): ReadonlySet<Condition> {
  if (rule.kind === 'and' || rule.kind === 'or') {
    return new Set(rule.rules.flatMap((one) => [...negatedConditions(one, isNegated)]));
  }
  if (rule.kind === 'not') return negatedConditions(rule.rule, !isNegated);
  return new Set(isNegated ? [rule] : []);
}
