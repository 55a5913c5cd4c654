import type { Database } from '@customer360/postgres';
import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import { requireAnyScope } from '../viewer-scopes.ts';
import type { SourceLoaders } from './source-loaders.ts';
import { listSources } from './source-repository.ts';
import type { Source, WriteKey } from './source.ts';
import type { IngestionTables } from './source-tables.ts';

export interface SourceService {
  list(page: PageArguments): Promise<Connection<Source>>;
  byId(id: string): Promise<Source | null>;
  writeKeysOf(sourceId: string): Promise<readonly WriteKey[]>;
}

const kind = { list: 'sources', defaultSize: 20, maxSize: 100 };

export function createSourceService(options: {
  readonly database: Database<IngestionTables>;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly loaders: SourceLoaders;
}): SourceService {
  const { database, viewer, cursors, loaders } = options;
  return {
    async list(page) {
      requireScope(viewer, 'ingestion:read');
      const request = readPageRequest(cursors, kind, page);
      const items = await database.inTenant(viewer.tenantId, (trx) =>
        listSources(trx, viewer.tenantId, {
          afterId: request.after === null ? null : String(request.after[0]),
          limit: request.first + 1,
        }),
      );
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ id }) => [id],
        node: (source) => source,
      });
    },

    async byId(id) {
      requireAnyScope(viewer, ['ingestion:read', 'profile:read', 'admin']);
      return loaders.source.load(id);
    },

    async writeKeysOf(sourceId) {
      requireAnyScope(viewer, ['ingestion:read', 'admin']);
      return loaders.writeKeys.load(sourceId);
    },
  };
}
