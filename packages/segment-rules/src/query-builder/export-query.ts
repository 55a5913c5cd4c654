import { printRule, type Json } from '../rule/print-rule.ts';
import type { Condition, SegmentRule } from '../rule/rule.ts';
import { isCondition } from '../rule/walk.ts';

export interface QueryGroup {
  readonly combinator: 'and' | 'or';
  readonly not?: boolean;
  readonly rules: readonly (QueryGroup | QueryRule)[];
}

export interface QueryRule {
  readonly field: string;
  readonly operator: string;
  readonly value: Json;
}

const operators: Readonly<Record<string, string>> = {
  '==': '=',
  starts_with: 'beginsWith',
  ends_with: 'endsWith',
  exists: 'notNull',
};

/** A rule as React Query Builder shows it; `importQuery` reads it as a rule with the same members. */
export function exportQuery(rule: SegmentRule): QueryGroup {
  const node = exportNode(rule);
  return 'rules' in node ? node : { combinator: 'and', rules: [node] };
}

function exportNode(rule: SegmentRule): QueryGroup | QueryRule {
  if (isCondition(rule)) return exportCondition(rule);
  switch (rule.kind) {
    case 'and':
    case 'or':
      return { combinator: rule.kind, rules: rule.rules.map(exportNode) };
    case 'not': {
      const inner = exportNode(rule.rule);
      if (!('rules' in inner) || inner.not === true) return { combinator: 'and', not: true, rules: [inner] };
      return { ...inner, not: true };
    }
    default:
      return rule satisfies never;
  }
}

function exportCondition(condition: Condition): QueryRule {
  // `printRule` gives one operator with its argument.
  const [[operator, argument]] = Object.entries(printRule(condition) as object) as [[string, Json]];
  if (condition.kind !== 'value') return { field: operator, operator: '=', value: argument };
  const [, value = null] = argument as readonly Json[]; // a variable and what it is compared with
  const root = condition.source === 'trait' ? 'traits' : 'computed';
  return { field: `${root}.${condition.path}`, operator: operators[operator] ?? operator, value };
}
