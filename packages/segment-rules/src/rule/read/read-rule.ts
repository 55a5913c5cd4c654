import type { SegmentRule } from '../rule.ts';
import { RuleRefusedError, type RuleFault } from '../rule-fault.ts';
import { toPlainJson } from './plain-json.ts';
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
