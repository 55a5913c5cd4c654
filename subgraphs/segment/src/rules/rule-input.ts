import {
  describeRule,
  exportQuery,
  importQuery,
  printPath,
  printRule,
  readRule,
  type Json,
  type RuleReading,
  type SegmentRule,
} from '@customer360/segment-rules';
import { type InvalidInput, invalidInput } from '@customer360/subgraph';
import { filterRule, type ProfileFilter } from './filter-rule.ts';

/** A rule as a client gives it: exactly one of its forms. */
export interface RuleInput {
  readonly rule?: unknown;
  readonly filter?: ProfileFilter | null | undefined;
  readonly queryBuilder?: unknown;
}

/** A rule that cannot be used. */
export interface InvalidRule {
  readonly kind: 'InvalidRule';
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

/** A rule as it was understood, and as it is stored. */
export interface UnderstoodRule {
  readonly rule: SegmentRule;
  readonly json: Json;
}

/** Reads a rule or says everything that is wrong with it. */
export function readRuleInput(field: string, input: RuleInput): UnderstoodRule | InvalidRule | InvalidInput {
  const { rule: json, filter, queryBuilder } = input;
  const given = [json, filter, queryBuilder].filter((form) => form != null);
  if (given.length !== 1) {
    return invalidInput(
      field,
      `must have exactly one of rule, filter and queryBuilder, not ${given.length}.`,
    );
  }
  const { rule, faults } = readForm(input);
  if (faults === null) return { rule, json: printRule(rule) };
  return {
    kind: 'InvalidRule',
    faults: faults.map(({ path, message }) => ({ path: printPath(path), message })),
  };
}

function readForm({ rule, filter, queryBuilder }: RuleInput): RuleReading {
  if (filter != null) return readRule(filterRule(filter));
  return queryBuilder == null ? readRule(rule) : importQuery(queryBuilder);
}

/** A rule in the forms that people read and builders show. */
export function formsOf(rule: SegmentRule): { readonly sentence: string; readonly queryBuilder: unknown } {
  return { sentence: describeRule(rule), queryBuilder: exportQuery(rule) };
}
