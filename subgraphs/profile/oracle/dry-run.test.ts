import { findIdentifierValues, type LogEntry } from '@customer360/event-log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProfileHandler, dryRunCommand } from '../src/consumer/index.ts';
import { toIdentityCommand } from '../src/identities/identity-command.ts';
import { readEnv } from './env.ts';
import { generateHistory } from './generator.ts';
import { openHarness, type Harness } from './harness.ts';
import type { History } from './history.ts';

const { histories } = readEnv(process.env);
const count = Math.max(30, Math.floor(histories / 10));
const foreseeable: ReadonlySet<string> = new Set(['merge', 'unmerge', 'keepApart', 'block', 'unblock']);

let harness: Harness;

beforeAll(async () => {
  harness = await openHarness();
});

afterAll(async () => {
  await harness.close();
});

/** The history up to its last command about identity; null when it has none. */
function untilLastCommand(history: History): History | null {
  const last = history.findLastIndex(({ step }) => foreseeable.has(step));
  return last < 1 ? null : history.slice(0, last + 1);
}

async function foresee(tenantId: string, entry: LogEntry) {
  const command = toIdentityCommand(entry);
  if (command === null) throw new Error('not a command about identity');
  const { database } = harness;
  const ids = entry.identifiers.map(({ id }) => id);
  const values = await database.inTenant(tenantId, (trx) => findIdentifierValues(trx, tenantId, ids));
  return dryRunCommand({ database, tenantId, command, identifier: values.get(ids[0] ?? '') ?? null });
}

test('a dry run says what the command then does', { timeout: 60_000 + count * 1_000 }, async () => {
  const handle = createProfileHandler({ memory: false });
  let compared = 0;
  for (let seed = 1; compared < count; seed += 1) {
    const history = untilLastCommand(generateHistory(seed));
    if (history === null) continue;
    compared += 1;
    const { tenantId, entries, expected } = await harness.log(history);
    await harness.database.inTenant(tenantId, (trx) => handle(trx, tenantId, entries.slice(0, -1)));
    const { setChanges, reattributed, answer } = await foresee(tenantId, entries.at(-1) as LogEntry);
    const reason = answer.accepted ? null : answer.reason;
    const wanted = expected.resolved.at(-1);
    expect({ seed, reason, setChanges, reattributed }).toEqual({
      seed,
      reason: expected.answers.at(-1)?.reason,
      setChanges: wanted?.setChanges,
      reattributed: wanted?.reattributed,
    });
  }
});
