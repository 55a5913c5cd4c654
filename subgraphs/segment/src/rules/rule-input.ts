import { printPath, printRule, readRule, type Json, type SegmentRule } from '@customer360/segment-rules';
import { invalidInput, type InvalidInput } from '../input/invalid-input.ts';

/** A rule as a client gives it: exactly one of its forms. */
export interface RuleInput {
  readonly rule?: unknown;
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
  if (input.rule == null) return invalidInput(field, 'must have a rule in one of its forms.');
  const { rule, faults } = readRule(input.rule);
  if (faults === null) return { rule, json: printRule(rule) };
  return {
    kind: 'InvalidRule',
    faults: faults.map(({ path, message }) => ({ path: printPath(path), message })),
  };
}
