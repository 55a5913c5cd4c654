import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of a public data set, which stands beside the repository; null where it is absent. */
export function publicData(name: string): string | null {
  const directory = join(import.meta.dirname, '../../../shared/data', name);
  return existsSync(directory) ? directory : null;
}

/** The end of a test's name that says why it did not run. */
export const absent = (directory: string | null): string =>
  directory === null ? ' (skipped: data absent)' : '';
