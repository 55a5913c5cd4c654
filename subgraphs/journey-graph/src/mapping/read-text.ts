import { readPath } from '@customer360/event-log';

/** The first path that holds a text that is not empty, or a number, as text; null when none does. */
export function readText(value: unknown, paths: readonly string[]): string | null {
  for (const path of paths) {
    const found = readPath(value, path);
    if (typeof found === 'string' && found !== '') return found;
    if (typeof found === 'number') return String(found);
  }
  return null;
}
