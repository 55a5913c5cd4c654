import { canonicalJson, UnacceptableValueError } from '@customer360/tracking';
import { maxRuleLength } from '../limits.ts';
import type { RuleFault } from '../rule-fault.ts';

/** The same value as plain JSON, or why it is none or too long. */
export function toPlainJson(json: unknown): { readonly json: unknown } | { readonly fault: RuleFault } {
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
