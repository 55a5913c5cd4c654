import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/** Makes a file once among the workers of a test run; the others wait until it is whole. */
export async function buildOnce(file: string, build: () => Promise<Blob>): Promise<void> {
  if (existsSync(file)) return;
  const isMine = mkdirSync(`${file}.lock`, { recursive: true }) !== undefined;
  if (!isMine && (await appears(file))) return;
  // Mine, or its builder has died.
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, Buffer.from(await (await build()).arrayBuffer()));
  renameSync(draft, file);
}

async function appears(file: string): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    if (existsSync(file)) return true;
    await later(50);
  }
  return false;
}
