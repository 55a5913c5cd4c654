import {
  compileSegment,
  explain,
  requireRule,
  restoreProfile,
  segmentEntry,
  SegmentEvaluator,
  type Condition,
  type ProfileSnapshot,
  type SegmentRule,
} from '@customer360/segment-rules';
import type { TenantReader } from '@customer360/subgraph';
import type { Transaction } from 'kysely';
import { readHistory } from '../evaluation/history.ts';
import { interestOf } from '../evaluation/interest.ts';
import type { ReadRules } from '../evaluation/rules-in-force.ts';
import { findStates } from '../evaluation/state-repository.ts';
import { findEvaluated } from '../store/consumer-repository.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { conditionsOf } from '@customer360/segment-rules';
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
  readRules: ReadRules,
): ReasonReader {
  return (membership) => reader.read((trx) => readReasons(trx, reader.tenantId, { membership, readRules }));
}

async function readReasons(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  { membership, readRules }: { readonly membership: ProfileMembership; readonly readRules: ReadRules },
): Promise<readonly SegmentReason[]> {
  const { segmentId, version, profileId } = membership;
  const [state] = await findStates(trx, tenantId, [profileId]);
  const rule = await findRule(trx, tenantId, { segmentId, version });
  if (state === undefined || rule === null) return [];
  const { compiled, batchIds } = await readRules(trx, tenantId);
  const at = (await findEvaluated(trx, tenantId))?.clock ?? 0;
  const isBatch = batchIds.includes(segmentId);
  // A batch segment's conditions are not remembered: they are made from the stored events.
  const events = isBatch
    ? await readHistory(
        trx,
        tenantId,
        { column: 'profile_id', ids: [profileId] },
        interestOf(conditionsOf(rule)),
      )
    : [];
  const evaluator = new SegmentEvaluator({
    tenantId,
    newId: (...parts) => parts.join(' '),
    history: { eventsOf: () => events },
  });
  for (const segment of compiled) evaluator.segments.set(segment);
  for (const id of batchIds) if (id !== segmentId) evaluator.segments.setBatch(id, new Set());
  // Only `saveProfiles` writes the column.
  restoreProfile(evaluator.memory, JSON.parse(state.snapshot) as ProfileSnapshot);
  evaluator.resume(at);
  if (isBatch) {
    const segmentChanges = [
      {
        kind: 'ACTIVATED',
        segmentId,
        version,
        rule: await findRuleJson(trx, tenantId, { segmentId, version }),
      },
    ] as const;
    evaluator.apply(segmentEntry({ loggedAt: at, eventId: segmentId, segmentChanges }));
  }
  const segment = evaluator.segments.get(segmentId) ?? compileSegment(segmentId, version, rule);
  const negated = negatedConditions(segment.rule);
  return explain(evaluator, evaluator.memory.profile(profileId), segment, at)
    .filter(({ condition, isTrue }) => isTrue !== negated.has(condition))
    .map(({ condition, text, eventIds }) => ({
      text: negated.has(condition) ? `it is not so that ${text}` : text,
      eventIds: eventIds.slice(0, MAX_EVENTS),
    }));
}

async function findRuleJson(
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

async function findRule(
  trx: Transaction<SegmentDatabase>,
  tenantId: string,
  key: { readonly segmentId: string; readonly version: number },
): Promise<SegmentRule | null> {
  const json = await findRuleJson(trx, tenantId, key);
  return json === null ? null : requireRule(json);
}

/** Conditions that stand under an odd number of `not`. */
function negatedConditions(rule: SegmentRule, isNegated = false): ReadonlySet<Condition> {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return new Set(rule.rules.flatMap((one) => [...negatedConditions(one, isNegated)]));
    case 'not':
      return negatedConditions(rule.rule, !isNegated);
    default:
      return new Set(isNegated ? [rule] : []);
  }
}
