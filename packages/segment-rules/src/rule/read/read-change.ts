import { z } from 'zod';
import type { ChangeCondition } from '../rule.ts';
import { readWindow } from './read-window.ts';
import type { Path, Reading } from './reading.ts';
import { name, text, windowFields } from './schemas.ts';

const observed = z.union([text, z.number(), z.boolean(), z.null()]);
const argumentSchema = z.strictObject({
  trait: name,
  was: observed.optional(),
  became: observed.optional(),
  ...windowFields,
});

/** `{"trait_changed": {"trait": "plan", "was": "free", "became": "pro", "within": "7d"}}`. */
export function readChange(reading: Reading, path: Path, argument: unknown): ChangeCondition | null {
  const read = reading.check(path, argumentSchema, argument);
  if (read === null) return null;
  const { trait, was, became } = read;
  const survivorship = reading.context.survivorshipOf(trait);
  if (survivorship !== 'most_recent') {
    const reason = `trait_changed needs survivorship most_recent, ${trait} has ${survivorship}`;
    return reading.refuse([...path, 'trait'], 'REFUSED', reason);
  }
  const window = readWindow(reading, path, read);
  return window && { kind: 'changed', trait, window, was, became };
}
