import { z } from 'zod';
import { maxSteps } from '../limits.ts';
import type { CountCondition, SequenceCondition } from '../rule.ts';
import type { RuleWindow } from '../window.ts';
import { readSelector } from './read-where.ts';
import { readWindow } from './read-window.ts';
import type { Path, Reading } from './reading.ts';
import { comparison, count, name, windowFields } from './schemas.ts';

const counted = z.strictObject({ event: name, where: z.unknown().optional(), ...windowFields });
const countArgument = z.tuple([counted, comparison, count]);
const step = z.strictObject({ event: name, where: z.unknown().optional() });
const sequenceArgument = z.strictObject({ steps: z.array(step).min(2).max(maxSteps), ...windowFields });

/** `{"event_count": [{"event": "Order Completed", "within": "30d"}, ">=", 3]}`. */
export function readCount(
  reading: Reading,
  path: Path,
  depth: number,
  argument: unknown,
): CountCondition | null {
  const read = reading.check(path, countArgument, argument);
  if (read === null) return null;
  const [fields, op, n] = read;
  const selector = readSelector(reading, [...path, 0], depth, fields);
  const window = readWindow(reading, [...path, 0], fields);
  return selector && window && { kind: 'count', selector, window, op, n };
}

/** `{"event_sequence": {"steps": [{"event": "Cart Viewed"}, {"event": "Order Completed"}], "within": "1d"}}`. */
export function readSequence(
  reading: Reading,
  path: Path,
  depth: number,
  argument: unknown,
): SequenceCondition | null {
  const read = reading.check(path, sequenceArgument, argument);
  if (read === null) return null;
  const steps = read.steps.map((fields, index) =>
    readSelector(reading, [...path, 'steps', index], depth, fields),
  );
  const window = readWindow(reading, path, read);
  if (window !== null && !isBounded(window)) {
    return reading.refuse(path, 'REFUSED', 'a sequence needs a window: within, calendar, or from and to');
  }
  return window !== null && steps.every((one) => one !== null) ? { kind: 'sequence', steps, window } : null;
}

/** False when every event for ever would have to be kept. */
function isBounded(window: RuleWindow): boolean {
  if (window.kind === 'range') return window.from !== null && window.to !== null;
  return window.kind !== 'always';
}
