import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openTestDatabase } from '@customer360/testing';
import { expect, onTestFinished, test } from 'vitest';

/** Processes that share a log need a server. */
const native = process.env['TEST_POSTGRES_URL'] !== undefined;

function start(name: string, databaseUrl: string) {
  const main = fileURLToPath(new URL(`../../subgraphs/${name}/src/main.ts`, import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      PROFILE_STORE: 'postgres',
      PROFILE_DATABASE_URL: databaseUrl,
      DATABASE_URL: databaseUrl,
      OIDC_ISSUER: 'http://127.0.0.1:9',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, exit: once(child, 'exit') };
}

test.runIf(native)(
  'subgraphs start together on an empty database, are ready and end in order',
  { timeout: 180_000 },
  async () => {
    const database = await openTestDatabase();
    onTestFinished(() => database.close());
    const run = async (name: string) => {
      const { child, exit } = start(name, database.url ?? '');
      for await (const text of createInterface(child.stdout)) {
        const { msg, url } = JSON.parse(text) as { readonly msg: string; readonly url?: string };
        if (msg !== `${name} subgraph listens`) continue;
        const { status } = await fetch(`${url}/ready`);
        child.kill('SIGTERM');
        return [name, status, ...(await exit)];
      }
      return [name, 'ended', ...(await exit)];
    };
    expect(await Promise.all(['profile', 'journey-graph', 'segment'].map(run))).toEqual([
      ['profile', 200, 0, null],
      ['journey-graph', 200, 0, null],
      ['segment', 200, 0, null],
    ]);
  },
);
