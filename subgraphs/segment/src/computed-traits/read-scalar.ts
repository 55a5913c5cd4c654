import { readPath } from '@customer360/event-log';
import type { Scalar } from '@customer360/scoring';

/** The text, number or truth value at a path; null for anything else. */
export function readScalar(value: unknown, path: string): Scalar | null {
  const found = readPath(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? found : null;
}
