import { sql, type RawBuilder } from 'kysely';
import { numberTest } from '../facts/number-test.ts';
import type { AggregateCondition } from '../rule/rule.ts';
import { testedType, type ValueTest } from '../rule/value-test.ts';
import { numeric, sqlOperator, testSql } from './comparisons.ts';
import { outside, within, type ProfileSet } from './profile-sets.ts';
import type { SqlScope } from './scope.ts';
import { selectedEvents } from './selected-events.ts';

const columns = {
  number: 'v.number_value',
  string: 'v.string_value',
  boolean: 'v.boolean_value',
  instant: 'v.instant_value',
} as const;

export function aggregateSet(scope: SqlScope, condition: AggregateCondition): ProfileSet {
  if (condition.fn === 'last') return lastSet(scope, condition);
  const grouped = valuesOf(scope, condition)
    .where('v.number_value', 'is not', null)
    .select('e.profile_id')
    .groupBy('e.profile_id');
  const fits = sql<boolean>`coalesce(${aggregateSql(condition)}, false)`;
  const isTrueOfNothing = condition.fn === 'sum' && numberTest(condition.test, (x) => 0 - x);
  return isTrueOfNothing ? outside(grouped.having(sql<boolean>`not ${fits}`)) : within(grouped.having(fits));
}

/** The newest event that has a value of the tested type, by time, then event id. */
function lastSet(scope: SqlScope, condition: AggregateCondition): ProfileSet {
  const type = testedType(condition.test);
  let values = valuesOf(scope, condition)
    .distinctOn('e.profile_id')
    .select(['e.profile_id', 'v.number_value', 'v.string_value', 'v.boolean_value', 'v.instant_value'])
    .orderBy('e.profile_id')
    .orderBy('e.time', 'desc')
    .orderBy('e.event_id', 'desc');
  if (type !== null) values = values.where(columns[type], 'is not', null);
  return within(
    scope.db
      .selectFrom(values.as('l'))
      .select('l.profile_id')
      .where(testSql('l', condition.test, scope.at)),
  );
}

function valuesOf(scope: SqlScope, { selector, window, property }: AggregateCondition) {
  return selectedEvents(scope, selector, window)
    .innerJoin('segment.event_value as v', (join) =>
      join.onRef('v.tenant_id', '=', 'e.tenant_id').onRef('v.event_id', '=', 'e.event_id'),
    )
    .where('v.path', '=', property);
}

/** An average is compared as sum against x times count: exact, without a division. */
function aggregateSql({ fn, test }: AggregateCondition): RawBuilder<unknown> {
  const { op, value } = numberComparison(test);
  const operator = sql.raw(op);
  switch (fn) {
    case 'sum':
      return sql`sum(v.number_value) ${operator} ${numeric(value)}`;
    case 'min':
      return sql`min(v.number_value) ${operator} ${numeric(value)}`;
    case 'max':
      return sql`max(v.number_value) ${operator} ${numeric(value)}`;
    case 'average':
      return sql`sum(v.number_value) ${operator} ${numeric(value)} * count(*)`;
    case 'last':
      throw new Error('The last value is no aggregate of SQL');
    default:
      return fn satisfies never;
  }
}

function numberComparison(test: ValueTest): { readonly op: string; readonly value: number } {
  if (test.test === 'number') return { op: sqlOperator(test.op), value: test.value };
  if ((test.test === 'equals' || test.test === 'differs') && typeof test.value === 'number') {
    return { op: test.test === 'equals' ? '=' : '<>', value: test.value };
  }
  throw new Error(`A number has no test ${test.test}`);
}
