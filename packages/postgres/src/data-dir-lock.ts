import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Keeps a second process away from an embedded database, which two would destroy. The lock of a process that is gone
 * is taken over. Returns how to let go.
 */
export function lockDataDir(dataDir: string): () => void {
  const file = `${resolve(dataDir)}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  for (let attempts = 0; ; attempts += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (cause) {
      const holder = readHolder(file);
      if (attempts === 3 || (holder !== null && isRunning(holder))) {
        throw new Error(
          `The database in ${dataDir} is open in process ${holder}; stop it first (its mark is ${file})`,
          { cause },
        );
      }
      rmSync(file, { force: true });
    }
  }
}

function readHolder(file: string): number | null {
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(holder) && holder > 0 ? holder : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process exists, though it takes no signal from us.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
