import { expect, test } from 'vitest';
import { showProgress } from './progress.ts';

test('without a terminal a line is written for each tenth of the way', () => {
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line) > 0, isTTY: false };
  const { onProgress, stop } = showProgress('demo', { output });
  for (let done = 0; done <= 1_000; done += 25) onProgress({ done, total: 1_000 });
  stop();
  expect(lines).toHaveLength(11);
  expect(lines.at(0)).toBe('demo: 0 of 1000 events\n');
  expect(lines.at(-1)).toBe('demo: 1000 of 1000 events\n');
});

test('on a terminal plain lines can be asked for', () => {
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line) > 0, isTTY: true };
  showProgress('demo', { output, plain: true }).onProgress({ done: 0, total: 0 });
  expect(lines).toEqual(['demo: 0 of 0 events\n']);
});
