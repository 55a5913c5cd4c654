import { randomUUID } from 'node:crypto';
import {
  appendResolutions,
  createEventLog,
  createTenant,
  eventLogMigrations,
  readAnswers,
  readResolved,
  RESOLVING_CONSUMER,
  storeAnswers,
  type EventLogDatabase,
  type Resolution,
  type PostgresEventLog,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entries } from '../test/entries.ts';
import { plain } from '../test/resolver.ts';

let database: TestDatabase<EventLogDatabase>;
let log: PostgresEventLog;

beforeAll(async () => {
  database = await openTestDatabase<EventLogDatabase>(eventLogMigrations);
  log = createEventLog(database);
  for (const id of ['acme', 'globex']) await createTenant(database, { id, name: id });
  await log.append('acme', entries(3));
});

afterAll(async () => {
  await log.close();
  await database.close();
});

const [identifierId, profileId, before] = [randomUUID(), randomUUID(), randomUUID()];

/** Writes as identity resolution does: the position moves in the same transaction. */
async function resolve(resolutions: readonly Resolution[]): Promise<void> {
  await database.inTenant('acme', async (trx) => {
    await appendResolutions(trx, 'acme', resolutions);
    const position = resolutions.at(-1)?.position ?? 0;
    await trx
      .insertInto('event_log.consumer_position')
      .values({ tenant_id: 'acme', consumer: RESOLVING_CONSUMER, position })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'consumer']).doUpdateSet({ position }))
      .execute();
  });
}

test('what was resolved is read back whole, beside its entry, with how far the stream goes', async () => {
  const [first, second, third] = await log.read('acme', 0, 3);
  if (!first || !second || !third) throw new Error('The log is empty');
  const rich: Resolution = {
    ...plain(second),
    identifierId,
    profileId,
    setChanges: [{ identifierId, from: before, to: profileId }],
    ceased: [before],
    reattributed: [{ eventId: first.eventId, from: before, to: profileId }],
    linkChanges: [
      {
        change: 'LINK',
        a: before,
        b: identifierId,
        rule: 'SHARED_EVENT',
        evidenceEventId: second.eventId,
        evidencePosition: 2,
        evidenceAt: second.time,
        merge: false,
      },
    ],
    traitChanges: [{ profileId, trait: 'city', value: { name: 'Zürich' }, observedAt: 5 }],
    consentChanges: [{ profileId, purpose: 'ads', status: 'DENIED', expiresAt: null }],
    quarantineChanges: [{ profileId, quarantined: true }],
  };
  await resolve([plain(first), rich]);
  const read = await readResolved(database, 'acme', 0, 10);
  expect(read).toEqual({
    events: [
      { ...plain(first), event: first },
      { ...rich, event: second },
    ],
    watermark: { through: 2, clock: second.loggedAt },
  });
  await resolve([plain(third)]);
  expect((await readResolved(database, 'acme', 2, 10)).events).toMatchObject([{ position: 3 }]);
});

test('a tenant reads only its own resolved stream', async () => {
  expect(await readResolved(database, 'globex', 0, 10)).toEqual({
    events: [],
    watermark: { through: 0, clock: 0 },
  });
});

test('an entry is resolved once', async () => {
  const [first] = await log.read('acme', 0, 1);
  if (!first) throw new Error('The log is empty');
  const again = database.inTenant('acme', (trx) => appendResolutions(trx, 'acme', [plain(first)]));
  await expect(again).rejects.toThrow(/duplicate key/);
});

test('the first answer to a command stands', async () => {
  const read = await database.inTenant('acme', async (trx) => {
    await storeAnswers(trx, 'acme', [
      { position: 1, answer: { kind: 'merged', ids: ['a', 'b'] } },
      { position: 2, answer: null },
    ]);
    await storeAnswers(trx, 'acme', [{ position: 1, answer: 'other' }]);
    return readAnswers(trx, 'acme', [1, 2, 3]);
  });
  expect(read).toEqual(
    new Map<number, unknown>([
      [1, { kind: 'merged', ids: ['a', 'b'] }],
      [2, null],
    ]),
  );
});
