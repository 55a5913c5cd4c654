import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

interface Line {
  readonly msg: string;
  readonly url?: string;
}

/** Starts the process alone on an embedded store; `until` gives the log line of that message. */
function start(dataDir: string, port: number) {
  const child = spawn(process.execPath, [new URL('main.ts', import.meta.url).pathname], {
    env: {
      PATH: process.env['PATH'],
      PROFILE_DATA_DIR: dataDir,
      OIDC_ISSUER: 'http://127.0.0.1:9',
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  return {
    child,
    exit,
    until: async (message: string): Promise<Line> => {
      for await (const text of createInterface(child.stdout)) {
        const line = JSON.parse(text) as Line;
        if (line.msg === message) return line;
      }
      throw new Error(`the process ended and never said: ${message}`);
    },
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'c360-profile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'pglite');
}

/** Two processes make and open a database of their own. */
const timeout = 180_000;

test(
  'a start that fails at its last step closes its store; the next one is ready on it and ends in order',
  {
    timeout,
  },
  async () => {
    const dataDir = newFolder();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const failing = start(dataDir, (taken.address() as AddressInfo).port);
    await failing.until('the start failed');
    expect(await failing.exit).toEqual([1, null]);
    // The store takes the mark of its folder away when it is closed.
    expect(readdirSync(dirname(dataDir))).toEqual(['pglite']);

    const { child, exit, until } = start(dataDir, 0);
    const { url } = await until('profile subgraph listens');
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      '# TYPE profile_consumer_lag_seconds gauge',
    );
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  },
);
