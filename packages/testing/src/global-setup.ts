import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropDatabases } from './native-databases.ts';

/** One folder and one name per test run: databases are migrated once in it and copied for each test file. */
export function setup(): void {
  const folder = mkdtempSync(join(tmpdir(), 'customer360-test-'));
  process.env['TEST_RUN_FOLDER'] = folder;
  process.env['TEST_RUN_ID'] = `c360_test_${process.pid}_${Date.now().toString(36)}`;
}

export async function teardown(): Promise<void> {
  rmSync(process.env['TEST_RUN_FOLDER'] ?? '', { recursive: true, force: true });
  const url = process.env['TEST_POSTGRES_URL'];
  if (url) await dropDatabases(url, `${process.env['TEST_RUN_ID']}_`);
}
