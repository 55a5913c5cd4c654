import { define, invalidArgument } from '../define.ts';
import type { FunctionDefinition } from '../registry-types.ts';

const octet = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const address = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`);

export const addressFunctions: readonly FunctionDefinition[] = [
  define('IS_IPV4', [1, 1], ([value]) => typeof value === 'string' && address.test(value)),
  define('IPV4_TO_NUMBER', [1, 1], ([value], context) => {
    const match = typeof value === 'string' ? address.exec(value) : null;
    if (match === null) return invalidArgument(context, 'IPV4_TO_NUMBER');
    return match.slice(1).reduce((total, part) => total * 256 + Number(part), 0);
  }),
  define('IPV4_FROM_NUMBER', [1, 1], ([value], context) => {
    if (typeof value !== 'number' || value < 0 || value > 0xffff_ffff) {
      return invalidArgument(context, 'IPV4_FROM_NUMBER');
    }
    const whole = Math.trunc(value);
    return [whole >>> 24, (whole >>> 16) & 255, (whole >>> 8) & 255, whole & 255].join('.');
  }),
];
