import type DataLoader from 'dataloader';
import { createTenantLoader, type TenantReader } from '@customer360/subgraph';
import { findSourcesByIds } from './source-repository.ts';
import type { Source, WriteKey } from './source.ts';
import type { IngestionTables } from './source-tables.ts';
import { findWriteKeysOfSources } from './write-key-repository.ts';

export interface SourceLoaders {
  /** Null for a source that sends from within, or that the tenant does not have. */
  readonly source: DataLoader<string, Source | null>;
  readonly writeKeys: DataLoader<string, readonly WriteKey[]>;
}

export function createSourceLoaders(reader: TenantReader<IngestionTables>): SourceLoaders {
  return {
    source: createTenantLoader<IngestionTables, Source | null>(reader, findSourcesByIds, null),
    writeKeys: createTenantLoader<IngestionTables, readonly WriteKey[]>(reader, findWriteKeysOfSources, []),
  };
}
