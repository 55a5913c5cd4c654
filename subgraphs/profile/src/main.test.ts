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
    async until(message: string): Promise<Line> {
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

test('it starts alone, is ready, ends in order, and starts again on what it left', async () => {
  const dataDir = newFolder();
  const startAndEnd = async () => {
    const { child, exit, until } = start(dataDir, 0);
    const { url } = await until('profile subgraph listens');
    const { status } = await fetch(`${url}/ready`);
    child.kill('SIGTERM');
    return [status, ...(await exit)];
  };
  expect(await startAndEnd()).toEqual([200, 0, null]);
  expect(await startAndEnd()).toEqual([200, 0, null]);
});

test('a start that fails at its last step closes its store and shows in the exit code', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const dataDir = newFolder();
  const { port } = taken.address() as AddressInfo;
  const failing = start(dataDir, port);
  await failing.until('the start failed');
  expect(await failing.exit).toEqual([1, null]);
  // The store takes the mark of its folder away when it is closed.
  expect(readdirSync(dirname(dataDir))).toEqual(['pglite']);
});
