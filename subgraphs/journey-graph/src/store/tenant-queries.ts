import { AppError, type Logger } from '@customer360/service';
import type { Database } from 'arangojs';
import { isArangoError } from 'arangojs/errors';
import type { AqlFile } from './aql-file.ts';

/** What a query may be given: the tenant comes by itself as `@tenantId`. */
export type QueryParameters = Readonly<Record<string, unknown>>;

export interface QueryLimits {
  /** Milliseconds. */
  readonly runtimeMs: number;
  readonly memoryBytes: number;
}

/** Less than the gateway waits for a subgraph. */
export const defaultLimits: QueryLimits = { runtimeMs: 8_000, memoryBytes: 512 * 1_048_576 };

/** Reads of one tenant. Every query filters by `@tenantId`, and each is bounded in time and memory. */
export interface TenantQueries {
  readonly tenantId: string;
  /** All rows. Throws LIMIT_EXCEEDED past the limits, UPSTREAM_UNAVAILABLE when the store does not answer. */
  run<Row>(query: AqlFile, parameters: QueryParameters): Promise<readonly Row[]>;
}

const KILLED = 1500;
const RESOURCE_LIMIT = 32;

export function createTenantQueries(options: {
  readonly db: Database;
  readonly tenantId: string;
  readonly logger: Logger;
  readonly limits?: QueryLimits;
}): TenantQueries {
  const { db, tenantId, logger, limits = defaultLimits } = options;
  return {
    tenantId,
    async run<Row>(query: AqlFile, parameters: QueryParameters) {
      const started = performance.now();
      try {
        const cursor = await db.query<Row>(
          query.text(),
          { ...parameters, tenantId },
          { maxRuntime: limits.runtimeMs / 1_000, memoryLimit: limits.memoryBytes, batchSize: 10_000 },
        );
        return await cursor.all();
      } catch (cause) {
        throw toAppError(cause, limits);
      } finally {
        const milliseconds = Math.round(performance.now() - started);
        // A key `query` would be redacted.
        logger.debug({ aql: query.name, tenantId, milliseconds }, 'journey query');
      }
    },
  };
}

function toAppError(cause: unknown, { runtimeMs, memoryBytes }: QueryLimits): unknown {
  if (!isArangoError(cause)) {
    return new AppError('UPSTREAM_UNAVAILABLE', 'The journey graph does not answer.', { cause });
  }
  if (cause.errorNum === KILLED) {
    const text = `The question takes longer than ${runtimeMs / 1_000} s: ask for a shorter range.`;
    return new AppError('LIMIT_EXCEEDED', text, { cause });
  }
  if (cause.errorNum === RESOURCE_LIMIT) {
    const text = `The question takes more than ${memoryBytes / 1_048_576} MiB: ask for a shorter range.`;
    return new AppError('LIMIT_EXCEEDED', text, { cause });
  }
  return cause;
}
