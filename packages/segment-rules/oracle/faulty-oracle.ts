import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Fault } from './faults.ts';
import type { membersAt, timeline } from './timeline.ts';

export interface Oracle {
  readonly timeline: typeof timeline;
  readonly membersAt: typeof membersAt;
}

/** The oracle with one text of one file replaced, in a new folder below `folder`. It imports nothing but types from elsewhere. */
export async function faultyOracle(folder: string, fault: Fault | null): Promise<Oracle> {
  const copy = mkdtempSync(join(folder, 'oracle-'));
  for (const file of readdirSync(import.meta.dirname)) {
    const source = readFileSync(join(import.meta.dirname, file), 'utf8');
    writeFileSync(join(copy, file), fault?.[2] === file ? planted(source, fault) : source);
  }
  // A copy of the module has its type.
  return (await import(/* @vite-ignore */ pathToFileURL(join(copy, 'timeline.ts')).href)) as Oracle;
}

function planted(source: string, [name, , file, right, wrong]: Fault): string {
  if (source.split(right).length !== 2) throw new Error(`"${name}": not exactly once in ${file}: ${right}`);
  return source.replace(right, () => wrong);
}
