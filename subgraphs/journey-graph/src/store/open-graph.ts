import { startAqlite } from '@customer360/aqlite';
import type { Database } from 'arangojs';
import type { GraphStore } from '../env.ts';
import { connect } from './connection.ts';
import { createCollections } from './create-collections.ts';

/** The graph's database, its collections made. */
export interface Graph {
  readonly db: Database;
  /** Leaves a snapshot when the graph lives in this process and was told where. */
  close(): Promise<void>;
}

/** Opens ArangoDB, or an engine in this process that speaks its API. */
export async function openGraph(store: GraphStore): Promise<Graph> {
  if (store.kind === 'arango') {
    const db = await connect(store);
    await createCollections(db);
    return { db, close: async () => db.close() };
  }
  const engine = await startAqlite({
    port: 0,
    requireWith: true,
    ...(store.snapshotFile === null ? {} : { snapshotFile: store.snapshotFile }),
  });
  const db = await connect({ url: engine.url, database: 'customer360', user: null, password: null });
  await createCollections(db);
  return {
    db,
    async close() {
      db.close();
      await engine.close();
    },
  };
}
