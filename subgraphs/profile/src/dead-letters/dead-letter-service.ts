import type { Database } from '@customer360/postgres';
import { AppError, requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type PageArguments,
} from '@customer360/subgraph';
import { isSourceId } from '../sources/source.ts';
import type { IngestionTables } from '../sources/source-tables.ts';
import type { DeadLetter } from './dead-letter.ts';
import { maskDeadLetter } from './dead-letter-mask.ts';
import { listDeadLetters } from './dead-letter-repository.ts';

export interface DeadLetterService {
  list(
    page: PageArguments & { readonly sourceId?: string | null | undefined },
  ): Promise<Connection<DeadLetter>>;
}

export function createDeadLetterService(options: {
  readonly database: Database<IngestionTables>;
  readonly viewer: Viewer;
  readonly cursors: Cursors;
}): DeadLetterService {
  const { database, viewer, cursors } = options;
  return {
    async list({ sourceId = null, ...page }) {
      requireScope(viewer, 'ingestion:read');
      if (sourceId !== null && !isSourceId(sourceId)) {
        throw new AppError('BAD_USER_INPUT', 'sourceId must be 1 to 40 of a-z, 0-9 and -.');
      }
      const kind = { list: JSON.stringify(['deadLetters', sourceId]), defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, page);
      const items = await database.inTenant(viewer.tenantId, (trx) =>
        listDeadLetters(trx, viewer.tenantId, {
          sourceId,
          after: request.after === null ? null : [String(request.after[0]), String(request.after[1])],
          limit: request.first + 1,
        }),
      );
      const seesPersonal = viewer.scopes.has('profile:pii');
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: (item) => item.place,
        node: ({ place: _place, ...letter }) => (seesPersonal ? letter : maskDeadLetter(letter)),
      });
    },
  };
}
