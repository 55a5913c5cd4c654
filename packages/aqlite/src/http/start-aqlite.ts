import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Faults } from '../store/faults.ts';
import { DatabaseServer } from '../store/server.ts';
import { loadSnapshot, type SnapshotProgress } from '../store/load-snapshot.ts';
import { saveSnapshot } from '../store/save-snapshot.ts';
import { Authentication } from './authentication.ts';
import { Cursors } from './cursors.ts';
import { createHttpServer } from './http-server.ts';
import { RunningQueries } from './running-queries.ts';
import { allRoutes } from './routes/all-routes.ts';
import { StreamTransactions } from './stream-transactions.ts';

export interface AqliteOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Passwords by user; without, every request is welcome. */
  readonly users?: Readonly<Record<string, string>>;
  /** A file that is read at the start, when it is there, and written by `close`. */
  readonly snapshotFile?: string;
  /** Called while the snapshot is read, and at its end. */
  readonly onProgress?: SnapshotProgress;
  /**
   * What to do about a snapshot that was cut or is something else: not to start (the default), or to start empty. The
   * file is then kept under its name with `.bad` at the end, and `snapshotProblem` says what it has.
   */
  readonly onBadSnapshot?: 'fail' | 'ignore';
  /** Refuse traversals that do not name their collections by WITH, as a cluster does. */
  readonly requireWith?: boolean;
  /** Bytes of a request's body; 128 MiB by default. */
  readonly bodyLimit?: number;
  /** Milliseconds since the epoch; for tests of what depends on time. */
  readonly clock?: () => number;
  /** Milliseconds between two sweeps of ttl indexes and idle transactions; 30,000 by default. */
  readonly sweepMs?: number;
}

export interface Aqlite {
  /** `http://host:port`, for `new Database(url)`. */
  readonly url: string;
  readonly server: DatabaseServer;
  /** Orders failures, such as write-write conflicts. */
  readonly faults: Faults;
  /** Why the snapshot was not read; null when it was, or when there was none. */
  readonly snapshotProblem: string | null;
  /** Aborts open transactions, writes the snapshot file, stops listening. */
  close(): Promise<void>;
}

/** Starts a server that speaks the ArangoDB 3.11 HTTP API; all is in memory. */
export async function startAqlite(options: AqliteOptions = {}): Promise<Aqlite> {
  const { port = 0, host = '127.0.0.1', clock = Date.now, snapshotFile } = options;
  const { server, problem } = await restore(options, clock);
  const service = {
    server,
    cursors: new Cursors(clock),
    transactions: new StreamTransactions(clock),
    queries: new RunningQueries(),
    authentication: new Authentication(options.users ?? null, clock),
    requireWith: options.requireWith ?? false,
    url: () => url,
  };
  const http = createHttpServer({
    service,
    routes: allRoutes,
    bodyLimit: options.bodyLimit ?? 128 * 1024 * 1024,
  });
  http.listen(port, host);
  await once(http, 'listening');
  const address = http.address() as AddressInfo; // a TCP server's address is never a text
  const url = `http://${host}:${address.port}`;
  const sweeper = setInterval(() => {
    service.transactions.sweep();
    service.cursors.sweep();
    server.expire();
  }, options.sweepMs ?? 30_000);
  sweeper.unref();
  return {
    url,
    server,
    faults: server.faults,
    snapshotProblem: problem,
    close: async () => {
      clearInterval(sweeper);
      service.transactions.abortAll();
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
      if (snapshotFile !== undefined) await saveSnapshot(server, snapshotFile);
    },
  };
}

/** A server with what the snapshot has. */
async function restore(
  { snapshotFile, onProgress, onBadSnapshot = 'fail' }: AqliteOptions,
  clock: () => number,
): Promise<{ readonly server: DatabaseServer; readonly problem: string | null }> {
  const server = new DatabaseServer({ clock });
  if (snapshotFile === undefined || !existsSync(snapshotFile)) return { server, problem: null };
  try {
    await loadSnapshot(server, snapshotFile, onProgress);
    return { server, problem: null };
  } catch (error) {
    if (onBadSnapshot === 'fail') throw error;
    await rename(snapshotFile, `${snapshotFile}.bad`);
    const problem = error instanceof Error ? error.message : 'the snapshot cannot be read';
    return { server: new DatabaseServer({ clock }), problem };
  }
}
