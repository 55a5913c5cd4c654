import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Kysely, PGliteDialect } from 'kysely';
import type { AnyKysely, Database, Engine, PgliteConfig } from './database.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { valueParsers } from './parsers.ts';

const embedded = new WeakMap<AnyKysely, PGlite>();

export async function openPglite(config: PgliteConfig): Promise<Engine> {
  const unlock = config.dataDir === null ? () => undefined : lockDataDir(config.dataDir);
  const pglite = await createPglite(config).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const db = new Kysely({ dialect: new PGliteDialect({ pglite: withoutValuesInErrors(pglite) }) });
  embedded.set(db, pglite);
  const wakeUps = new EventEmitter({ captureRejections: false }).setMaxListeners(0);
  return {
    name: 'pglite',
    db,
    // Everyone is in this process, so no statement is needed. Listeners run after the caller.
    notify: async (channel, payload) => void setImmediate(() => wakeUps.emit(channel, payload)),
    listen: async (channel, on) => {
      wakeUps.on(channel, on);
      return async () => void wakeUps.off(channel, on);
    },
    close: async () => {
      wakeUps.removeAllListeners();
      await db.destroy();
      if (!pglite.closed) await pglite.close();
      unlock();
    },
  };
}

async function createPglite(config: PgliteConfig): Promise<PGlite> {
  if (config.dataDir !== null) mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  return PGlite.create({
    ...(config.dataDir === null ? {} : { dataDir: config.dataDir }),
    ...(config.copyOf ? { loadDataDir: config.copyOf } : {}),
    extensions: { vector },
    parsers: valueParsers(scanTextArray),
  });
}

type Queries = Pick<PGlite, 'query'>;

/** What Kysely uses of the engine, whose errors would otherwise carry parameters, and so personal values, into logs. */
function withoutValuesInErrors(pglite: PGlite) {
  const wrap = (queries: Queries): Queries => ({
    async query<T>(...args: Parameters<PGlite['query']>) {
      try {
        return await queries.query<T>(...args);
      } catch (error) {
        if (error instanceof Error && 'params' in error) delete error.params;
        throw error;
      }
    },
  });
  return {
    ...wrap(pglite),
    transaction: <T>(work: (trx: Queries & { rollback(): Promise<void> }) => Promise<T>) =>
      pglite.transaction((trx) => work({ ...wrap(trx), rollback: () => trx.rollback() })),
    close: () => pglite.close(),
    waitReady: pglite.waitReady,
    get closed() {
      return pglite.closed;
    },
    get ready() {
      return pglite.ready;
    },
  };
}

/** A copy of a whole embedded database, for `copyOf`. */
export async function snapshot(database: Database<unknown>): Promise<Blob> {
  const pglite = embedded.get(database.db);
  if (!pglite) throw new Error('Only an embedded database has a snapshot');
  return pglite.dumpDataDir('none');
}

/** Reads a one-dimensional array literal with quoted elements. */
function scanTextArray(text: string): string[] {
  const elements: (string | null)[] = [];
  for (const [, quoted, plain] of text.slice(1, -1).matchAll(/(?:"((?:[^"\\]|\\.)*)"|([^,]+))(?:,|$)/gs)) {
    elements.push(
      quoted === undefined ? (plain === 'NULL' ? null : (plain ?? '')) : quoted.replace(/\\(.)/gs, '$1'),
    );
  }
  return elements as string[];
}
