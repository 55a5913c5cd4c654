import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import { windowBounds } from '../calendar/window-bounds.ts';
import type { EventRow, SegmentProjection } from '../projection/tables.ts';
import type { EventSelector, PropertyRule } from '../rule/rule.ts';
import type { RuleWindow } from '../rule/window.ts';
import { testSql } from './comparisons.ts';
import type { SqlScope } from './scope.ts';

type EventExpressions = ExpressionBuilder<SegmentProjection & { e: EventRow }, 'e'>;

/** The events that a selector and a window find, as `e`. */
export function selectedEvents(scope: SqlScope, { event, where }: EventSelector, window: RuleWindow) {
  const { from, before } = windowBounds(window, scope.at);
  let query = scope.db.selectFrom('segment.event as e').where('e.tenant_id', '=', scope.tenantId);
  if (scope.profileId !== null) query = query.where('e.profile_id', '=', scope.profileId);
  if (event !== null) query = query.where('e.name', '=', event);
  if (from !== null) query = query.where('e.time', '>=', from);
  if (before !== null) query = query.where('e.time', '<', before);
  return where === null ? query : query.where((eb) => propertyRule(eb, where, scope.at));
}

function propertyRule(
  eb: EventExpressions,
  rule: PropertyRule,
  at: number,
): ExpressionWrapper<SegmentProjection & { e: EventRow }, 'e', SqlBool> {
  switch (rule.kind) {
    case 'and':
      return eb.and(rule.rules.map((one) => propertyRule(eb, one, at)));
    case 'or':
      return eb.or(rule.rules.map((one) => propertyRule(eb, one, at)));
    case 'not':
      return eb.not(propertyRule(eb, rule.rule, at));
    case 'property':
      return eb.exists(
        eb
          .selectFrom('segment.event_value as v')
          .select('v.event_id')
          .whereRef('v.tenant_id', '=', 'e.tenant_id')
          .whereRef('v.event_id', '=', 'e.event_id')
          .where('v.path', '=', rule.path)
          .where(testSql('v', rule.test, at)),
      );
    default:
      return rule satisfies never;
  }
}
