import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createTenant, eventLogMigrations } from '@customer360/event-log';
import { openTestDatabase } from '@customer360/testing';
import { expect, onTestFinished, test } from 'vitest';
import { basic, insertSource } from '../test/test-ingestion.ts';

/** The process alone needs a server; the rest of the suite runs on both engines. */
const native = process.env['TEST_POSTGRES_URL'] !== undefined;

test.runIf(native)('it starts alone, takes an event and ends in order', async () => {
  const database = await openTestDatabase(eventLogMigrations);
  onTestFinished(() => database.close());
  await createTenant(database, { id: 'acme', name: 'Acme' });
  const writeKey = await insertSource(database, { tenantId: 'acme', sourceId: 'shop' });
  const ingestion = spawn(process.execPath, [new URL('main.ts', import.meta.url).pathname], {
    env: { PATH: process.env['PATH'], DATABASE_URL: database.url ?? '', HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void ingestion.kill('SIGKILL'));
  let url = '';
  for await (const line of createInterface(ingestion.stdout)) {
    const { msg, url: address } = JSON.parse(line) as { msg: string; url?: string };
    if (msg !== 'ingestion takes events') continue;
    url = address ?? '';
    break;
  }
  const answer = await fetch(`${url}/v1/track`, {
    method: 'POST',
    headers: basic(writeKey),
    body: JSON.stringify({ userId: 'u1', event: 'Ordered' }),
  });
  expect(await answer.json()).toMatchObject({ success: true, status: 'accepted', position: 1 });
  ingestion.kill('SIGTERM');
  expect(await once(ingestion, 'exit')).toEqual([0, null]);
});
