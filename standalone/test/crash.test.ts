import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseConfig } from '@customer360/postgres';
import { afterEach, expect, test } from 'vitest';
import { generateDemo } from '../src/demo/index.ts';
import { startCrashRun } from './crash-run.ts';
import { createNativeDatabase } from './native-database.ts';

// Each kill costs a start of the process; CI sets the number.
const kills = Number(process.env['CRASH_KILLS'] ?? 0);
const serverUrl = process.env['TEST_POSTGRES_URL'];
const today = new Date('2026-11-01T12:00:00Z');

const messages = generateDemo({ seed: 7, today })
  .filter(({ expected }) => expected === 'accepted')
  .slice(0, 5_000)
  .map(({ message }) => message);

const undo: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

async function pgliteFolder(name: string): Promise<DatabaseConfig> {
  const folder = mkdtempSync(join(tmpdir(), `customer360-crash-${name}-`));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return { kind: 'pglite', dataDir: join(folder, 'pglite') };
}

async function nativeDatabase(name: string): Promise<DatabaseConfig> {
  const { url, drop } = await createNativeDatabase(serverUrl ?? '', `crash_${name}`);
  undo.push(drop);
  return { kind: 'postgres', url, poolSize: 4 };
}

/** The same load twice, once in peace and once under kills, with the same keys and so the same ids. */
async function loadTwice(makeDatabase: (name: string) => Promise<DatabaseConfig>) {
  const calm = await startCrashRun({ database: await makeDatabase('calm'), keysOf: null });
  await calm.load(messages, { kills: 0 });
  const expected = await calm.outcome();
  const shaken = await startCrashRun({ database: await makeDatabase('shaken'), keysOf: calm.keys });
  const { killed } = await shaken.load(messages, { kills });
  return { expected, killed, outcome: await shaken.outcome() };
}

/** What must hold at the end of both: the same, and segments told the log each change once. */
const same = ({ expected, killed, outcome }: Awaited<ReturnType<typeof loadTwice>>) => ({
  is: { ...outcome, killed },
  must: { ...whole, ...expected, changesInLog: expected.changes },
  changes: expected.changes.length,
  records: expected.tables['golden_record']?.length ?? 0,
});

const patience = 300_000 + kills * 20_000;
const whole = { killed: kills, events: messages.length, distinctEvents: messages.length };

test.skipIf(kills === 0 || serverUrl === undefined)(
  'killed again and again on PostgreSQL, the load loses nothing, doubles nothing and ends in the same golden records and segments',
  async () => {
    const { is, must, changes, records } = same(await loadTwice(nativeDatabase));
    expect(Math.min(changes, records)).toBeGreaterThan(100);
    expect(is).toEqual(must);
  },
  patience,
);

test.skipIf(kills === 0)(
  'killed again and again on PGlite, the load loses nothing, doubles nothing and ends in the same golden records and segments',
  async () => {
    const { is, must, changes, records } = same(await loadTwice(pgliteFolder));
    expect(Math.min(changes, records)).toBeGreaterThan(100);
    expect(is).toEqual(must);
  },
  patience,
);
