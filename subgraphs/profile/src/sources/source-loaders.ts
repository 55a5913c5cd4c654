import type { Database } from '@customer360/postgres';
import DataLoader from 'dataloader';
import { findSourcesByIds } from './source-repository.ts';
import type { Source, WriteKey } from './source.ts';
import type { IngestionTables } from './source-tables.ts';
import { findWriteKeysOfSources } from './write-key-repository.ts';

export interface SourceLoaders {
  /** Null for a source that sends from within, or that the tenant does not have. */
  readonly source: DataLoader<string, Source | null>;
  readonly writeKeys: DataLoader<string, readonly WriteKey[]>;
}

export function createSourceLoaders(database: Database<IngestionTables>, tenantId: string): SourceLoaders {
  return {
    source: new DataLoader(async (ids) => {
      const sources = await database.inTenant(tenantId, (trx) => findSourcesByIds(trx, tenantId, ids));
      const byId = new Map(sources.map((source) => [source.id, source]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    writeKeys: new DataLoader(async (sourceIds) => {
      const keys = await database.inTenant(tenantId, (trx) =>
        findWriteKeysOfSources(trx, tenantId, sourceIds),
      );
      const bySource = Map.groupBy(keys, (key) => key.sourceId);
      return sourceIds.map((id) => bySource.get(id) ?? []);
    }),
  };
}
