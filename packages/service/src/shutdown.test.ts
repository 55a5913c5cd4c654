import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const fixture = fileURLToPath(new URL('../test/fixtures/stopping-process.ts', import.meta.url));

/** Runs the fixture, sends each signal in turn once it can be heard, and gives the exit code and what it printed. */
async function run(mode: string, signals: readonly NodeJS.Signals[]) {
  const child = spawn(process.execPath, [fixture, mode], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  const exit = once(child, 'exit') as Promise<[number | null]>;
  await once(child.stdout, 'data');
  for (const signal of signals) child.kill(signal);
  const [code] = await exit;
  return { code, output };
}

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops in order', async (signal) => {
  expect(await run('orderly', [signal])).toEqual({ code: 0, output: 'ready\nstopped\n' });
});

test('a second signal ends a stop that hangs', async () => {
  // Two signals of one kind may arrive as one, so they differ.
  const { code } = await run('hanging', ['SIGINT', 'SIGTERM']);
  expect([130, 143]).toContain(code);
});

test('a stop that fails shows in the exit code', async () => {
  expect((await run('failing', ['SIGTERM'])).code).toBe(1);
});

test('an unhandled rejection stops in order with a failing exit code', async () => {
  const { code, output } = await run('rejecting', []);
  expect(code).toBe(1);
  expect(output).toContain('stopped');
});
