import { operatorOf, printRule, type Json } from '../rule/print-rule.ts';
import { RuleRefusedError } from '../rule/rule-fault.ts';
import type { CountCondition, PropertyRule, SegmentRule } from '../rule/rule.ts';
import type { ValueTest } from '../rule/value-test.ts';
import {
  filterOperators,
  type EventFilterInput,
  type FilterOperator,
  type ProfileEventsFilterInput,
  type ProfileFilterInput,
  type PropertyFilterInput,
  type ValueFilterInput,
} from './filter-input.ts';

/** A rule as a `ProfileFilterInput`; throws RuleRefusedError for what the filter has no word for. */
export function exportFilter(rule: SegmentRule): ProfileFilterInput {
  switch (rule.kind) {
    case 'and':
    case 'or':
      return { [rule.kind]: rule.rules.map(exportFilter) };
    case 'not':
      return { not: exportFilter(rule.rule) };
    case 'value':
      if (rule.source === 'computed') return refuse('computed traits');
      return { traits: [{ trait: rule.path, ...exportTest(rule.test, valueOf(printRule(rule))) }] };
    case 'segment':
      return { segments_contains: [rule.segmentId] };
    case 'list':
      return { lists_contains: [rule.listId] };
    case 'consent': {
      const granted = { consents_contains: [rule.purpose] };
      return rule.status === 'GRANTED' ? granted : { not: granted };
    }
    case 'count':
      return { events: exportCount(rule) };
    case 'identifiers':
      return refuse('identifiers');
    case 'aggregate':
      return refuse('values over events');
    case 'sequence':
      return refuse('sequences');
    case 'changed':
      return refuse('changes of traits');
    case 'clock':
      return refuse('the clock');
    default:
      return rule satisfies never;
  }
}

function exportCount(condition: CountCondition): ProfileEventsFilterInput {
  const { n, op, selector } = condition;
  // The printed argument of event_count: its window fields are those of the filter.
  const {
    event_count: [printed],
  } = printRule(condition) as { event_count: [Record<string, Json>] };
  const { event: _event, where: _where, ...window } = printed;
  const properties = selector.where === null ? [] : exportProperties(selector.where);
  const eventFilter: EventFilterInput = {
    ...(selector.event === null ? {} : { name: selector.event }),
    ...(properties.length === 0 ? {} : { properties }),
    ...window,
  };
  switch (op) {
    case '>=':
      return { minimalCount: n, eventFilter };
    case '>':
      return { minimalCount: n + 1, eventFilter };
    case '<=':
      return { maximalCount: n, eventFilter };
    case '<':
      return n === 0 ? { not: { minimalCount: 0, eventFilter } } : { maximalCount: n - 1, eventFilter };
    case '==':
      return { minimalCount: n, maximalCount: n, eventFilter };
    case '!=':
      return { not: { minimalCount: n, maximalCount: n, eventFilter } };
    default:
      return op satisfies never;
  }
}

function exportProperties(rule: PropertyRule): readonly PropertyFilterInput[] {
  if (rule.kind === 'and') return rule.rules.flatMap(exportProperties);
  const inner = rule.kind === 'not' ? rule.rule : rule;
  if (inner.kind !== 'property' || (rule.kind === 'not' && inner.test.test !== 'exists')) {
    return refuse('or and not inside of where');
  }
  const { path: property, test } = inner;
  if (rule.kind === 'not') return [{ property, exists: false }];
  const selector = { event: null, where: inner };
  const count = { kind: 'count', selector, window: { kind: 'always' }, op: '>=', n: 1 } as const;
  // The printed argument of event_count has what was asked as `where`.
  const {
    event_count: [printed],
  } = printRule(count) as { event_count: [{ where: Json }] };
  return [{ property, ...exportTest(test, valueOf(printed.where)) }];
}

function exportTest(test: ValueTest, value: Json): ValueFilterInput {
  if (test.test === 'exists') return { exists: true };
  const wanted = operatorOf(test);
  // The table's own keys.
  const names = Object.keys(filterOperators) as FilterOperator[];
  const name = names.find((one) => filterOperators[one] === wanted);
  if (name === undefined) return refuse(wanted);
  return { [name]: value };
}

/** What stands on the right side of a printed comparison. */
function valueOf(printed: Json): Json {
  const [operands] = Object.values(printed as object) as [readonly Json[]];
  return operands[1] ?? null;
}

function refuse(what: string): never {
  const message = `a profile filter has no word for ${what}`;
  throw new RuleRefusedError([{ path: [], code: 'REFUSED', message }]);
}
