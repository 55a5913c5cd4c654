import { sql, type RawBuilder } from 'kysely';
import { windowBounds } from '../calendar/window-bounds.ts';
import { compares } from '../facts/test-value.ts';
import type { ChangeCondition, CountCondition, ObservedValue, SequenceCondition } from '../rule/rule.ts';
import { sqlOperator } from './comparisons.ts';
import { outside, within, type ProfileSet } from './profile-sets.ts';
import type { SqlScope } from './scope.ts';
import { selectedEvents } from './selected-events.ts';
import { canonicalJson } from '@customer360/tracking';

/** Profiles without an event have no group: when 0 fits, those that do not fit are looked for. */
export function countSet(scope: SqlScope, { selector, window, op, n }: CountCondition): ProfileSet {
  const counted = selectedEvents(scope, selector, window).select('e.profile_id').groupBy('e.profile_id');
  const fits = sql<boolean>`count(*) ${sql.raw(sqlOperator(op))} cast(${n} as bigint)`;
  return compares(0, op, n)
    ? outside(counted.having(sql<boolean>`not (${fits})`))
    : within(counted.having(fits));
}

/** From the last step backwards, each step as late as the next one allows: the chain that begins last. */
export function sequenceSet(scope: SqlScope, { steps, window }: SequenceCondition): ProfileSet {
  const [last, ...earlier] = steps.toReversed();
  if (last === undefined) throw new Error('A sequence has at least two steps');
  const lastStep = selectedEvents(scope, last, window)
    .select((eb) => ['e.profile_id', eb.fn.max('e.time').as('time')])
    .groupBy('e.profile_id');
  const firstStep = earlier.reduce(
    (later, step) =>
      selectedEvents(scope, step, window)
        .innerJoin(later.as('later'), 'later.profile_id', 'e.profile_id')
        .whereRef('e.time', '<', 'later.time')
        .select((eb) => ['e.profile_id', eb.fn.max('e.time').as('time')])
        .groupBy('e.profile_id'),
    lastStep,
  );
  return within(scope.db.selectFrom(firstStep.as('first')).select('first.profile_id'));
}

export function changeSet(scope: SqlScope, { trait, window, was, became }: ChangeCondition): ProfileSet {
  const { from, before } = windowBounds(window, scope.at);
  let observed = scope.db
    .selectFrom('segment.trait_observation as o')
    .select([
      'o.profile_id',
      'o.time',
      'o.value',
      // The newest before: by time, then event id.
      sql<string | null>`lag(o.value) over (partition by o.profile_id order by o.time, o.event_id)`.as(
        'former',
      ),
    ])
    .where('o.tenant_id', '=', scope.tenantId)
    .where('o.trait', '=', trait);
  if (before !== null) observed = observed.where('o.time', '<', before);
  if (scope.profileId !== null) observed = observed.where('o.profile_id', '=', scope.profileId);
  let changed = scope.db
    .selectFrom(observed.as('c'))
    .select('c.profile_id')
    .where(sql<boolean>`c.value is distinct from c.former`)
    .where(fits('former', was))
    .where(fits('value', became));
  if (from !== null) changed = changed.where('c.time', '>=', from);
  return within(changed);
}

function fits(column: 'former' | 'value', wanted: ObservedValue | undefined): RawBuilder<boolean> {
  if (wanted === undefined) return sql<boolean>`true`;
  const value = wanted === null ? null : canonicalJson(wanted);
  return sql<boolean>`${sql.ref(`c.${column}`)} is not distinct from cast(${value} as text)`;
}
