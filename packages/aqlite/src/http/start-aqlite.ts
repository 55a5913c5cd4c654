import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Faults } from '../store/faults.ts';
import { DatabaseServer } from '../store/server.ts';
import { loadSnapshot, saveSnapshot } from '../store/snapshot.ts';
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
  /** Aborts open transactions, writes the snapshot file, stops listening. */
  close(): Promise<void>;
}

/** Starts a server that speaks the ArangoDB 3.11 HTTP API; all is in memory. */
export async function startAqlite(options: AqliteOptions = {}): Promise<Aqlite> {
  const { port = 0, host = '127.0.0.1', clock = Date.now, snapshotFile } = options;
  const server = new DatabaseServer({ clock });
  if (snapshotFile !== undefined && existsSync(snapshotFile)) await loadSnapshot(server, snapshotFile);
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
