import { limits } from '@customer360/tracking';
import type { ValueFault } from '@customer360/tracking';

export const valueFaults: Readonly<Record<ValueFault, string>> = {
  NUL_CHARACTER: 'Text may not contain the NUL character.',
  LONE_SURROGATE: 'Text must be well-formed Unicode.',
  NOT_A_FINITE_NUMBER: 'A number must be finite.',
  UNSAFE_INTEGER: 'A whole number that a double cannot hold must be sent as a string.',
  TOO_DEEP: `Objects and arrays may stand ${limits.maxDepth} deep.`,
  FORBIDDEN_KEY: 'A key may not be __proto__, constructor or prototype.',
  NOT_JSON: 'A value must be JSON.',
};
