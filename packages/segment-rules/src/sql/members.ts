import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely';
import type { ProfileRow, SegmentProjection } from '../projection/tables.ts';
import { compares } from '../facts/test-value.ts';
import { referenceFaults } from '../rule/references.ts';
import { RuleRefusedError } from '../rule/rule-fault.ts';
import type { Condition, SegmentRule } from '../rule/rule.ts';
import { isCondition, referencedSegments } from '../rule/walk.ts';
import { aggregateSet } from './aggregate-sets.ts';
import { changeSet, countSet, sequenceSet } from './event-sets.ts';
import { batchSet, consentSet, identifierSet, listSet, valueSet } from './fact-sets.ts';
import { within, type ProfileSet } from './profile-sets.ts';
import type { SqlScope } from './scope.ts';

type ProfileExpressions = ExpressionBuilder<SegmentProjection & { p: ProfileRow }, 'p'>;
type ProfileCondition = ExpressionWrapper<SegmentProjection & { p: ProfileRow }, 'p', SqlBool>;

/**
 * Ids of the profiles for which a rule holds at `scope.at`: of those that were born by then and are not quarantined, over
 * the events until then, with what is known now and the present identities. Throws RuleRefusedError for a segment that is not in
 * `scope.rules` and for cycles.
 */
export function selectMembers(scope: SqlScope, rule: SegmentRule, segmentId = '') {
  const faults = referenceFaults(segmentId, rule, scope.rules);
  if (faults.length > 0) throw new RuleRefusedError(faults);
  const reached = inOrder(scope, rule);
  let from: Pick<SqlScope['db'], 'selectFrom' | 'with'> = scope.db;
  for (const [id, target] of reached) {
    const members = profilesWhere(scope, target, reached, scope.db);
    // What is selected from stays a table of the projection; the new name is used by `profileSet` alone.
    from = from.with(nameOf(reached, id), () => members) as unknown as typeof from;
  }
  return profilesWhere(scope, rule, reached, from);
}

/** Whether a condition holds for a profile `p`. */
export function conditionSql(
  eb: ProfileExpressions,
  scope: SqlScope,
  condition: Condition,
  reached: ReadonlyMap<string, SegmentRule>,
): ProfileCondition {
  if (condition.kind === 'clock') {
    return eb.lit(compares(scope.at, condition.op, condition.date.at));
  }
  const { ids, isComplement } = profileSet(scope, condition, reached);
  const isIn = eb('p.profile_id', 'in', ids);
  return isComplement ? eb.not(isIn) : isIn;
}

function profilesWhere(
  scope: SqlScope,
  rule: SegmentRule,
  reached: ReadonlyMap<string, SegmentRule>,
  from: Pick<SqlScope['db'], 'selectFrom'>,
) {
  let query = from
    .selectFrom('segment.profile as p')
    .select('p.profile_id')
    .where('p.tenant_id', '=', scope.tenantId)
    .where('p.born_at', '<=', scope.at)
    .where('p.quarantined', '=', false)
    .where((eb) => ruleSql(eb, scope, rule, reached));
  if (scope.profileId !== null) query = query.where('p.profile_id', '=', scope.profileId);
  return query;
}

function ruleSql(
  eb: ProfileExpressions,
  scope: SqlScope,
  rule: SegmentRule,
  reached: ReadonlyMap<string, SegmentRule>,
): ProfileCondition {
  if (isCondition(rule)) return conditionSql(eb, scope, rule, reached);
  switch (rule.kind) {
    case 'and':
      return eb.and(rule.rules.map((one) => ruleSql(eb, scope, one, reached)));
    case 'or':
      return eb.or(rule.rules.map((one) => ruleSql(eb, scope, one, reached)));
    case 'not':
      return eb.not(ruleSql(eb, scope, rule.rule, reached));
    default:
      return rule satisfies never;
  }
}

function profileSet(
  scope: SqlScope,
  condition: Exclude<Condition, { kind: 'clock' }>,
  reached: ReadonlyMap<string, SegmentRule>,
): ProfileSet {
  switch (condition.kind) {
    case 'value':
      return valueSet(scope, condition);
    case 'identifiers':
      return identifierSet(scope, condition);
    case 'consent':
      return consentSet(scope, condition);
    case 'count':
      return countSet(scope, condition);
    case 'aggregate':
      return aggregateSet(scope, condition);
    case 'sequence':
      return sequenceSet(scope, condition);
    case 'changed':
      return changeSet(scope, condition);
    case 'segment': {
      if (!reached.has(condition.segmentId)) return batchSet(scope, condition);
      const name = sql.table<{ profile_id: string }>(nameOf(reached, condition.segmentId));
      return within(scope.db.selectFrom(name.as('r')).select('r.profile_id'));
    }
    case 'list':
      return listSet(scope, condition);
    default:
      return condition satisfies never;
  }
}

/** The real-time segments that a rule reaches, each after those that it asks for itself. */
export function inOrder(scope: SqlScope, rule: SegmentRule): ReadonlyMap<string, SegmentRule> {
  const ordered = new Map<string, SegmentRule>();
  const visit = (segmentId: string): void => {
    const target = scope.rules.get(segmentId);
    if (!target || ordered.has(segmentId)) return;
    for (const id of referencedSegments(target)) visit(id);
    ordered.set(segmentId, target);
  };
  for (const id of referencedSegments(rule)) visit(id);
  return ordered;
}

function nameOf(reached: ReadonlyMap<string, SegmentRule>, segmentId: string): string {
  return `referenced_${[...reached.keys()].indexOf(segmentId)}`;
}
