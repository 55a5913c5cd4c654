import { limits } from '@customer360/tracking';

/** Deep enough for people; deeper values are cut, so that writing them cannot exhaust the stack. */
const maxDepth = 40;

/** What came in as text that PostgreSQL keeps, at most as long as an accepted event, without the secret. */
export function excerpt(content: unknown, secret: string): string {
  const whole = typeof content === 'string' ? content : JSON.stringify(shallow(content, maxDepth));
  const text = whole.replaceAll(secret, '[write key]');
  const short = text.length > limits.maxEventBytes ? text.slice(0, limits.maxEventBytes) : text;
  const clean = short.toWellFormed().replaceAll('\0', '\ufffd');
  if (Buffer.byteLength(clean) <= limits.maxEventBytes) return clean;
  // A cut inside a character leaves a replacement character at the end.
  return Buffer.from(clean)
    .subarray(0, limits.maxEventBytes)
    .toString('utf8')
    .replace(/\ufffd$/, '');
}

function shallow(value: unknown, depthLeft: number): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depthLeft === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => shallow(item, depthLeft - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shallow(item, depthLeft - 1)]));
}
