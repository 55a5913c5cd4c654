import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockDataDir } from './data-dir-lock.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a database that is open is not opened again, and can be after it was closed', () => {
  const dataDir = join(folder, 'open');
  const unlock = lockDataDir(dataDir);
  expect(() => lockDataDir(dataDir)).toThrow(`is open in process ${process.pid}`);
  unlock();
  lockDataDir(dataDir)();
});

test('the lock of a process that died is taken over', () => {
  const dataDir = join(folder, 'died');
  const pid = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' });
  writeFileSync(`${dataDir}.lock`, pid.trim());
  const unlock = lockDataDir(dataDir);
  expect(readFileSync(`${dataDir}.lock`, 'utf8')).toBe(String(process.pid));
  unlock();
});

test('a lock without a process in it is taken over', () => {
  const dataDir = join(folder, 'empty');
  writeFileSync(`${dataDir}.lock`, '');
  const unlock = lockDataDir(dataDir);
  expect(readFileSync(`${dataDir}.lock`, 'utf8')).toBe(String(process.pid));
  unlock();
});
