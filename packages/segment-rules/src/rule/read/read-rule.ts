import { canonicalJson, UnacceptableValueError } from '@customer360/tracking';
import { maxRuleLength } from '../limits.ts';
import type { SegmentRule } from '../rule.ts';
import { RuleRefusedError, type RuleFault } from '../rule-fault.ts';
import { readTree } from './read-tree.ts';
import { Reading, type RuleContext } from './reading.ts';

export type RuleReading =
  | { readonly rule: SegmentRule; readonly faults: null }
  | { readonly rule: null; readonly faults: readonly RuleFault[] };

/** Survivorship is most recent for every trait; no rule may ask for the events that segments and recommendations make. */
export const defaultContext: RuleContext = {
  survivorshipOf: () => 'most_recent',
  internalEvents: new Set(['Segment Entered', 'Segment Exited', 'Recommendation Shown']),
};

/** Reads a rule from JSON, or gives every reason why it is refused. */
export function readRule(json: unknown, context: RuleContext = defaultContext): RuleReading {
  const plain = toPlainJson(json);
  if ('fault' in plain) return { rule: null, faults: [plain.fault] };
  const reading = new Reading(context);
  const rule = readTree(reading, [], 1, plain.json);
  return rule === null || reading.faults.length > 0
    ? { rule: null, faults: reading.faults }
    : { rule, faults: null };
}

/** The same for rules that were accepted before; throws RuleRefusedError. */
export function requireRule(json: unknown, context: RuleContext = defaultContext): SegmentRule {
  const { rule, faults } = readRule(json, context);
  if (faults !== null) throw new RuleRefusedError(faults);
  return rule;
}

function toPlainJson(json: unknown): { readonly json: unknown } | { readonly fault: RuleFault } {
  try {
    const text = canonicalJson(json);
    if (text.length <= maxRuleLength) return { json: JSON.parse(text) };
    const message = `a rule has at most ${maxRuleLength} characters as JSON, this one has ${text.length}`;
    return { fault: { path: [], code: 'TOO_LONG', message } };
  } catch (error) {
    if (error instanceof UnacceptableValueError) {
      const isText = error.fault === 'NUL_CHARACTER' || error.fault === 'LONE_SURROGATE';
      const code = isText ? 'BAD_TEXT' : error.fault === 'TOO_DEEP' ? 'TOO_DEEP' : 'NOT_JSON';
      return { fault: { path: error.path === '' ? [] : [error.path], code, message: error.message } };
    }
    throw error;
  }
}
