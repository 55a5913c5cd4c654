import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const fixture = fileURLToPath(new URL('../test/fixtures/running-process.ts', import.meta.url));

function start(mode: string) {
  const child = spawn(process.execPath, [fixture, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  return {
    child,
    spoken: once(child.stdout, 'data'),
    ended: async () => {
      const [code] = await exit;
      return { code, lines: output.trim().split('\n') };
    },
  };
}

test('what was opened first is closed last', async () => {
  const { child, spoken, ended } = start('whole');
  await spoken;
  child.kill('SIGTERM');
  expect(await ended()).toEqual({ code: 0, lines: ['ready', 'closed server', 'closed database'] });
});

test('a start that fails half way closes what it opened and shows in the exit code', async () => {
  expect(await start('half-way').ended()).toEqual({ code: 1, lines: ['closed database'] });
});

test('a signal during the start lets it end and closes everything', async () => {
  const { child, spoken, ended } = start('waiting');
  await spoken;
  child.kill('SIGTERM');
  child.stdin.write('go on');
  expect(await ended()).toEqual({
    code: 0,
    lines: ['starting', 'ready', 'closed server', 'closed database'],
  });
});

test('one thing that does not close keeps no other open and shows in the exit code', async () => {
  const { child, spoken, ended } = start('closing-badly');
  await spoken;
  child.kill('SIGTERM');
  expect(await ended()).toEqual({ code: 1, lines: ['ready', 'closed server', 'closed database'] });
});
