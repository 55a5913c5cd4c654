import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { difference } from './comparison.ts';
import { generateHistory } from './generator.ts';
import type { Oracle } from './oracle.ts';
import { play } from './played.ts';

/** Faults that a resolver could have: what is wrong, in which file, the right text and the wrong one. */
const faults: readonly (readonly [string, string, string, string])[] = [
  ['values are never closed', 'fold.ts', 'this.closedFrom.set(id, event.position);', ''],
  [
    'a refused link makes it forget who used a device',
    'fold.ts',
    'for (const user of this.seenWith.get(id) ?? []) users.add(user);',
    '',
  ],
  ['windows are ignored', 'fold.ts', 'if (window === null) return true;', 'return true;'],
  ['limits refuse what does not raise the count', 'fold.ts', ' && inA + inB > Math.max(inA, inB)', ''],
  [
    'the newest identifier founds',
    'fold.ts',
    'a.entry.position - b.entry.position',
    'b.entry.position - a.entry.position',
  ],
  ['keep-apart is ignored', 'fold.ts', "if (apart) return 'KEEP_APART';", ''],
  ['caps are off by one', 'fold.ts', '> limits.maxIdentifiers', '> limits.maxIdentifiers + 1'],
  ['merges are counted without the new one', 'fold.ts', ' + options.losing', ''],
  ['identifiers of one event make aliases', 'fold.ts', 'birth.entry.position < entry.position', 'true'],
  ['shared values go on to show their former owner', 'fold.ts', 'entry.position > closed', 'false'],
  [
    'pattern blocks are ignored',
    'evidence.ts',
    'else if (isPattern(id))',
    'else if (isPattern(id) && id === type)',
  ],
  ['blocked users count for the auto-block', 'evidence.ts', ' && !isPattern(identifier.id)', ''],
  [
    'an unmerge keeps nothing apart',
    'commands.ts',
    'new Set([...evidence.keepApart, pairKey(...command.pins)])',
    'evidence.keepApart',
  ],
  ['a merge does not lift its pair', 'commands.ts', 'keepApart.delete(pair);', ''],
  [
    'ties go to the arrival',
    'golden.ts',
    'if (x !== y) return x < y ? -1 : 1;',
    'if (x !== y) return a.entry.position - b.entry.position;',
  ],
  ['a late grant undoes a newer refusal', 'consents.ts', 'refusal.entry.time <= entry.time &&', ''],
  ['a quarantine never ends', 'differences.ts', '[...began, ...ended]', 'began'],
  [
    'refusals do not survive an unmerge',
    'consents.ts',
    'statement.pins.some((pin) => belonging.profileOf(pin) === profileId)',
    'false',
  ],
];

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The oracle with one text of its source replaced. */
async function plant(file: string, right: string, wrong: string): Promise<typeof Oracle> {
  const folder = mkdtempSync(join(tmpdir(), 'customer360-fault-'));
  folders.push(folder);
  const here = import.meta.dirname;
  for (const name of readdirSync(here).filter((one) => !one.endsWith('.test.ts'))) {
    const source = readFileSync(join(here, name), 'utf8');
    const planted = name === file ? source.replace(right, wrong) : source;
    if (name === file && planted === source) throw new Error(`${file} does not contain ${right}`);
    writeFileSync(join(folder, name), planted);
  }
  const module = (await import(pathToFileURL(join(folder, 'oracle.ts')).href)) as { Oracle: typeof Oracle };
  return module.Oracle;
}

test.each(faults)('the comparison notices when %s', async (_, file, right, wrong) => {
  const Faulty = await plant(file, right, wrong);
  for (let seed = 1; seed <= 600; seed += 1) {
    const history = generateHistory(seed);
    if (difference(play(history), play(history, Faulty)) !== null) return;
  }
  expect.fail('600 histories did not show the fault');
});
