import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Starts it again on the same port after `kill`. */
  start(): Promise<void>;
  /** Ends it without a word to anyone, as a crash does. */
  kill(): Promise<void>;
  /** The same without waiting, for the end of the process. */
  killNow(): void;
  /** Stops it from answering while its connections stay. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/**
 * Starts a Redis server that keeps nothing, on a free loopback port in a temporary folder. `program` is a redis-server;
 * `configure` writes a file of settings instead of the usual ones and answers its path.
 */
export async function startRedisServer(
  program: string,
  settings: readonly string[] = [],
  configure?: (folder: string, port: number) => string,
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'customer360-redis-'));
  const port = await freePort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const usual = [...where, '--save', '', '--appendonly', 'no'];
  const args = configure ? [configure(folder, port), ...settings] : [...usual, ...settings];
  let child: ChildProcess | null = null;
  const start = async () => {
    child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    await ready(child);
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    kill,
    killNow: () => void child?.kill('SIGKILL'),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/Ready to accept connections|Sentinel ID is/.test(said)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`redis-server ended at the start:\n${said}`)));
  });
}
