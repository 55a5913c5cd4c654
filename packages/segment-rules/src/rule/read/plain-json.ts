import { canonicalJson, UnacceptableValueError } from '@customer360/tracking';
import { maxDepth, maxRuleLength } from '../limits.ts';
import type { FaultCode, RuleFault } from '../rule-fault.ts';

/** The same value as plain JSON, or why it is none, too deep or too long. */
export function toPlainJson(json: unknown): { readonly json: unknown } | { readonly fault: RuleFault } {
  try {
    const text = canonicalJson(json);
    if (text.length <= maxRuleLength) return { json: JSON.parse(text) };
    const message = `a rule has at most ${maxRuleLength} characters as JSON, this one has ${text.length}`;
    return { fault: { path: [], code: 'TOO_LONG', message } };
  } catch (error) {
    if (error instanceof UnacceptableValueError) return { fault: faultOf(error) };
    throw error;
  }
}

/** Characters of the place of a fault: keys that a client made up may have any length. */
const MAX_PATH = 200;

const faults = {
  NUL_CHARACTER: ['BAD_TEXT', 'must not contain the character NUL'],
  LONE_SURROGATE: ['BAD_TEXT', 'must not contain half a character'],
  TOO_DEEP: ['TOO_DEEP', `operators nest at most ${maxDepth} deep`],
  NOT_A_FINITE_NUMBER: ['NOT_JSON', 'must be a finite number'],
  UNSAFE_INTEGER: ['NOT_JSON', 'must be a number that a double holds'],
  FORBIDDEN_KEY: ['NOT_JSON', 'is no name that a rule may have'],
  NOT_JSON: ['NOT_JSON', 'must be JSON'],
} as const satisfies Record<UnacceptableValueError['fault'], readonly [FaultCode, string]>;

function faultOf({ fault, path }: UnacceptableValueError): RuleFault {
  const [code, message] = faults[fault];
  const isPlace = path !== '' && code !== 'TOO_DEEP';
  return { path: isPlace ? [path.slice(0, MAX_PATH)] : [], code, message };
}
