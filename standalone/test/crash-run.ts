import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createEventLog, createTenant, ensurePartitions, eventLogMigrations } from '@customer360/event-log';
import { migrate, openDatabase, type AnyDatabase, type DatabaseConfig } from '@customer360/postgres';
import { profileMigrations, provisionSource } from '@customer360/profile';
import { segmentMigrations } from '@customer360/segment';
import { sql } from 'kysely';
import { readOutcome, type Outcome } from './crash-outcome.ts';
import { segmentCommands, settle } from './crash-segments.ts';

const TENANT = 'crash';
const BATCH = 10;

interface TenantKey {
  readonly name: string;
  readonly secret: Uint8Array;
}

export interface CrashRun {
  readonly keys: readonly TenantKey[];
  /** Sends all messages in order through a client that tries again, while the process is killed so many times. */
  load(
    messages: readonly object[],
    options: { readonly kills: number },
  ): Promise<{ readonly killed: number }>;
  outcome(): Promise<Outcome>;
}

/** Prepares a database; with the keys of another run, the same events get the same ids. */
export async function startCrashRun(options: {
  readonly database: DatabaseConfig;
  readonly keysOf: readonly TenantKey[] | null;
}): Promise<CrashRun> {
  const { keys, secret } = await withDatabase(options.database, async (database) => {
    await migrate(database, { ...eventLogMigrations, ...profileMigrations, ...segmentMigrations });
    await ensurePartitions(database);
    await createTenant(database, { id: TENANT, name: 'Crash' });
    await takeKeys(database, options.keysOf ?? []);
    const log = createEventLog(database);
    const writeKey = await provisionSource(log, TENANT, {
      id: 'web',
      name: 'Web',
      now: Date.now(),
    });
    await log.append(TENANT, segmentCommands(Date.now()));
    await log.close();
    // A segment that took force during the load would find some members by itself.
    await settle(database, TENANT);
    return { keys: await readKeys(database), secret: writeKey };
  });
  const port = await freePort();

  return {
    keys,

    async load(messages, { kills }) {
      let child = await startTarget(options.database, port);
      const load = { isOver: false };
      let killed = 0;
      const murder = async () => {
        while (!load.isOver && killed < kills) {
          await pause(5 + Math.random() * 120);
          if (load.isOver) break;
          await kill(child);
          killed += 1;
          child = await startTarget(options.database, port);
        }
      };
      const murders = murder();
      for (let start = 0; start < messages.length; start += BATCH) {
        await sendUntilAnswered(port, secret ?? '', messages.slice(start, start + BATCH));
      }
      load.isOver = true;
      await murders;
      await untilConsumed(port);
      await kill(child);
      return { killed };
    },

    outcome: () =>
      withDatabase(options.database, async (database) => {
        // The last kill may have come before what was found went into the log.
        await settle(database, TENANT);
        return database.asSystem((trx) => readOutcome(trx, TENANT));
      }),
  };
}

async function withDatabase<T>(
  config: DatabaseConfig,
  work: (database: AnyDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(config);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function readKeys(database: AnyDatabase): Promise<readonly TenantKey[]> {
  const { rows } = await database.asSystem((trx) =>
    sql<TenantKey>`
      select name, secret from event_log.tenant_key where tenant_id = ${TENANT} order by name`.execute(trx),
  );
  return rows;
}

async function takeKeys(database: AnyDatabase, keys: readonly TenantKey[]): Promise<void> {
  await database.asSystem(async (trx) => {
    for (const { name, secret } of keys) {
      await sql`
        update event_log.tenant_key set secret = ${secret} where tenant_id = ${TENANT} and name = ${name}`.execute(
        trx,
      );
    }
  });
}

async function startTarget(database: DatabaseConfig, port: number): Promise<ChildProcess> {
  const order = JSON.stringify({ database, port });
  const child = fork(fileURLToPath(new URL('./crash-target.ts', import.meta.url)), [order]);
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)]);
  if (ready === null) throw new Error('the process ended before it was ready');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function sendUntilAnswered(port: number, writeKey: string, batch: readonly object[]): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
  };
  const body = JSON.stringify({ batch });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/import`, { method: 'POST', headers, body })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => null);
    if (answer?.status === 200) {
      const { results } = JSON.parse(answer.text) as { results: readonly { status: string }[] };
      const bad = results.filter(({ status }) => status !== 'accepted' && status !== 'duplicate');
      if (bad.length > 0) throw new Error(`not taken: ${JSON.stringify(bad[0])}`);
      return;
    }
    // A key that is not applied yet is refused; a process that is away does not answer.
    await pause(20);
  }
}

async function untilConsumed(port: number): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const lags = [...metrics.matchAll(/^\S*consumer_lag_entries\{[^}]*\} (\d+)$/gm)].map(([, lag]) => lag);
    if (lags.length > 0 && lags.every((lag) => lag === '0')) return;
    await pause(50);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // an IP socket has a port
  probe.close();
  return port;
}
