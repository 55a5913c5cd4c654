import type { DatabaseServer } from '../store/server.ts';
import type { Authentication } from './authentication.ts';
import type { Cursors } from './cursors.ts';
import type { RunningQueries } from './running-queries.ts';
import type { StreamTransactions } from './stream-transactions.ts';

/** What the routes share. */
export interface Service {
  readonly server: DatabaseServer;
  readonly cursors: Cursors;
  readonly transactions: StreamTransactions;
  readonly queries: RunningQueries;
  readonly authentication: Authentication;
  /** Traversals must name their collections by WITH, as a cluster demands. */
  readonly requireWith: boolean;
  /** `http://host:port` of this server. */
  url(): string;
}
