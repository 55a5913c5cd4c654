import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const state = z.strictObject({
  /** Source id to the secret of its write key: the log keeps hashes only. */
  writeKeys: z.record(z.string(), z.string()),
  /** When loading began, milliseconds: a load that is taken up later must send the same events. */
  startedAt: z.number(),
  /** What was loaded, in words; null until everything is there. */
  loaded: z.string().nullable(),
});

/** What a second start must know of the first one. */
export type State = z.output<typeof state>;

/** Null when there is none; throws when there is one that was not written by this program. */
export function readState(file: string): State | null {
  return existsSync(file) ? state.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Replaces the file at once; only its owner may read it. */
export function writeState(file: string, value: State): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
