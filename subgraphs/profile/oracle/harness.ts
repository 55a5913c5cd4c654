import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  findIdentifierValues,
  loadKeyedIds,
  storeAnswers,
  type EventLog,
  type IdentifierValue,
  type LogEntry,
} from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { openTestDatabase } from '@customer360/testing';
import type { ProfileDatabase } from '../src/database.ts';
import { createProfileHandler } from '../src/consumer/profile-consumer.ts';
import { profileMigrations } from '../src/migrations/index.ts';
import { matchesPattern, pageConsentCategories, pageLimits } from './defaults.ts';
import { toEntries, type History } from './history.ts';
import { Oracle } from './oracle.ts';
import type { Snapshot } from './snapshot.ts';
import { readStoredRows } from './stored-rows.ts';
import { toSnapshot } from './stored-snapshot.ts';

/** One way to bring a log to the profile consumer. */
export interface Run {
  readonly batchSize: number;
  /** The handler that remembers between batches, as in production, or one that reads everything anew. */
  readonly memory: boolean;
  /** Answers of commands that stand in the log already, as a replay finds them. */
  readonly answers?: readonly StoredAnswer[];
}

export interface StoredAnswer {
  readonly position: number;
  readonly answer: unknown;
}

/** What a run left: the state, and the answers as they stand in the log. */
export interface Outcome {
  readonly snapshot: Snapshot;
  readonly answers: readonly StoredAnswer[];
}

/** One history in a real event log of its own. */
export interface LoggedHistory {
  readonly tenantId: string;
  readonly entries: readonly LogEntry[];
  /** What the oracle makes of it. */
  readonly expected: Snapshot;
  /** What the oracle makes of it when these commands were refused, by position, with a reason. */
  expectedWith(refused: ReadonlyMap<number, string>): Snapshot;
  /** What the profile consumer makes of it. Nothing of it stays in the store. */
  run(run: Run): Promise<Outcome>;
}

export interface Harness {
  readonly database: Database<ProfileDatabase>;
  readonly eventLog: EventLog;
  log(history: History): Promise<LoggedHistory>;
  close(): Promise<void>;
}

class Rollback extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('all is read, nothing shall stay');
    this.outcome = outcome;
  }
}

/** A database in which histories are logged, each as a tenant of its own, and handled by the real consumer. */
export async function openHarness(): Promise<Harness> {
  const database = await openTestDatabase<ProfileDatabase>(eventLogMigrations, profileMigrations);
  const receivedAt = Date.now();
  const log = createEventLog(database, { clock: () => receivedAt });
  const handlers = {
    remembering: createProfileHandler(),
    forgetful: createProfileHandler({ memory: false }),
  };
  let tenants = 0;

  async function run(tenantId: string, entries: readonly LogEntry[], how: Run): Promise<Outcome> {
    const handle = how.memory ? handlers.remembering : handlers.forgetful;
    const work = database.inTenant(tenantId, async (trx) => {
      if (how.answers !== undefined) await storeAnswers(trx, tenantId, how.answers);
      for (let start = 0; start < entries.length; start += how.batchSize) {
        await handle(trx, tenantId, entries.slice(start, start + how.batchSize));
      }
      const rows = await readStoredRows(trx, tenantId);
      throw new Rollback({ snapshot: toSnapshot(rows), answers: rows.answer });
    });
    return work.then(
      () => {
        throw new Error('the transaction was not rolled back');
      },
      (error: unknown) => {
        if (error instanceof Rollback) return error.outcome;
        throw error;
      },
    );
  }

  return {
    database,
    eventLog: log,
    async log(history) {
      tenants += 1;
      const tenantId = `history-${String(tenants)}`;
      await createTenant(database, { id: tenantId, name: tenantId });
      const ids = await loadKeyedIds(database, tenantId);
      const options = { ids, limits: pageLimits, consentCategories: pageConsentCategories, matchesPattern };
      const appended = await log.append(tenantId, toEntries(history, options, receivedAt));
      if (appended.some(({ status }) => status !== 'accepted')) throw new Error('the log refused an entry');
      const entries = await log.read(tenantId, 0, history.length);
      if (entries.length !== history.length) throw new Error('the log lost an entry');
      const identifierIds = [...new Set(entries.flatMap((entry) => entry.identifiers.map(({ id }) => id)))];
      const values = await database.inTenant(tenantId, (trx) =>
        findIdentifierValues(trx, tenantId, identifierIds),
      );
      const folding = { ...options, valueOf: (id: string) => known(values, id) };
      return {
        tenantId,
        entries,
        expected: fold(entries, folding),
        expectedWith: (refused) => fold(entries, { ...folding, refused }),
        run: (how) => run(tenantId, entries, how),
      };
    },
    async close() {
      await log.close();
      await database.close();
    },
  };
}

function known(values: ReadonlyMap<string, IdentifierValue>, id: string): IdentifierValue {
  const value = values.get(id);
  if (value === undefined) throw new Error(`the dictionary does not know ${id}`);
  return value;
}

function fold(entries: readonly LogEntry[], options: ConstructorParameters<typeof Oracle>[0]): Snapshot {
  const oracle = new Oracle(options);
  for (const entry of entries) oracle.append(entry);
  return oracle.snapshot();
}
