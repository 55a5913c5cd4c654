import { sql } from 'kysely';
import { compares } from '../facts/test-value.ts';
import type {
  ConsentCondition,
  IdentifierCondition,
  ListCondition,
  SegmentCondition,
  ValueCondition,
} from '../rule/rule.ts';
import { sqlOperator, testSql } from './comparisons.ts';
import { outside, within, type ProfileSet } from './profile-sets.ts';
import type { SqlScope } from './scope.ts';

/** A value counts from when it was observed. */
export function valueSet({ db, tenantId, at, profileId }: SqlScope, condition: ValueCondition): ProfileSet {
  const { source, path, test } = condition;
  let query = db
    .selectFrom('segment.profile_value as v')
    .select('v.profile_id')
    .where('v.tenant_id', '=', tenantId)
    .where('v.source', '=', source)
    .where('v.path', '=', path)
    .where('v.observed_at', '<=', at)
    .where(testSql('v', test, at));
  if (test.test === 'equals' && typeof test.value === 'string') {
    // What the index has of a text.
    query = query.where(sql<boolean>`left(v.string_value, 60) = left(cast(${test.value} as text), 60)`);
  }
  if (profileId !== null) query = query.where('v.profile_id', '=', profileId);
  return within(query);
}

export function identifierSet(
  { db, tenantId, at, profileId }: SqlScope,
  { type, op, n }: IdentifierCondition,
): ProfileSet {
  let query = db
    .selectFrom('segment.identifier as i')
    .select('i.profile_id')
    .where('i.tenant_id', '=', tenantId)
    .where('i.type', '=', type)
    .where('i.first_seen_at', '<=', at)
    .groupBy('i.profile_id');
  if (profileId !== null) query = query.where('i.profile_id', '=', profileId);
  const fits = sql<boolean>`count(*) ${sql.raw(sqlOperator(op))} cast(${n} as bigint)`;
  return compares(0, op, n) ? outside(query.having(sql<boolean>`not (${fits})`)) : within(query.having(fits));
}

/** Denied is everything that is not granted at the moment. */
export function consentSet(
  { db, tenantId, at, profileId }: SqlScope,
  { purpose, status }: ConsentCondition,
): ProfileSet {
  let granted = db
    .selectFrom('segment.consent as c')
    .select('c.profile_id')
    .where('c.tenant_id', '=', tenantId)
    .where('c.purpose', '=', purpose)
    .where('c.status', '=', 'GRANTED')
    .where((eb) => eb.or([eb('c.expires_at', 'is', null), eb('c.expires_at', '>', at)]));
  if (profileId !== null) granted = granted.where('c.profile_id', '=', profileId);
  return status === 'GRANTED' ? within(granted) : outside(granted);
}

export function listSet({ db, tenantId }: SqlScope, { listId }: ListCondition): ProfileSet {
  return within(
    db
      .selectFrom('segment.list_entry as l')
      .innerJoin('segment.identifier as i', (join) =>
        join.onRef('i.tenant_id', '=', 'l.tenant_id').onRef('i.identifier_id', '=', 'l.identifier_id'),
      )
      .select('i.profile_id')
      .where('l.tenant_id', '=', tenantId)
      .where('l.list_id', '=', listId),
  );
}

/** Members of a batch segment as of its last recompute. */
export function batchSet({ db, tenantId }: SqlScope, { segmentId }: SegmentCondition): ProfileSet {
  return within(
    db
      .selectFrom('segment.batch_member as b')
      .select('b.profile_id')
      .where('b.tenant_id', '=', tenantId)
      .where('b.segment_id', '=', segmentId),
  );
}
