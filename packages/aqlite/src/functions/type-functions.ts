import { isArray, isDocument, toArray, toBool, toNumber, toStringValue } from '../values/casts.ts';
import { typeOrder } from '../values/compare.ts';
import { isValidKey } from '../values/key.ts';
import { alias, define } from './define.ts';
import { isDateText } from './dates/parse-date.ts';
import type { FunctionDefinition } from './registry-types.ts';

const typeNames = ['null', 'bool', 'number', 'string', 'array', 'object'] as const;

const isArrayFunction = define('IS_ARRAY', [1, 1], ([value]) => isArray(value));
const isObjectFunction = define('IS_OBJECT', [1, 1], ([value]) => isDocument(value));
const toArrayFunction = define('TO_ARRAY', [1, 1], ([value = null]) => toArray(value));

export const typeFunctions: readonly FunctionDefinition[] = [
  define('IS_NULL', [1, 1], ([value]) => value === null),
  define('IS_BOOL', [1, 1], ([value]) => typeof value === 'boolean'),
  define('IS_NUMBER', [1, 1], ([value]) => typeof value === 'number'),
  define('IS_STRING', [1, 1], ([value]) => typeof value === 'string'),
  isArrayFunction,
  alias('IS_LIST', isArrayFunction),
  isObjectFunction,
  alias('IS_DOCUMENT', isObjectFunction),
  define('IS_DATESTRING', [1, 1], ([value]) => typeof value === 'string' && isDateText(value)),
  define('IS_KEY', [1, 1], ([value]) => typeof value === 'string' && isValidKey(value)),
  define('TYPENAME', [1, 1], ([value]) => typeNames[typeOrder(value)]),
  define('TO_NUMBER', [1, 1], ([value = null]) => toNumber(value)),
  define('TO_STRING', [1, 1], ([value = null]) => toStringValue(value)),
  define('TO_BOOL', [1, 1], ([value = null]) => toBool(value)),
  toArrayFunction,
  alias('TO_LIST', toArrayFunction),
];
