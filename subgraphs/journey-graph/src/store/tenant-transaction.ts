import type { Database } from 'arangojs';
import type { Transaction } from 'arangojs/transactions';
import type { AqlFile } from './aql-file.ts';
import { isConflict } from './arango-failures.ts';
import type { CollectionName } from './collections.ts';
import type { QueryParameters } from './tenant-queries.ts';

/** Statements of one tenant that are written together or not at all. One after another, never two at once. */
export interface TenantTransaction {
  readonly tenantId: string;
  /** All rows; the tenant comes by itself as `@tenantId`. */
  run<Row>(query: AqlFile, parameters: QueryParameters): Promise<readonly Row[]>;
}

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 5;
/** All rows come with the first answer: going back for more costs a round trip each. */
const ROWS_AT_ONCE = 10_000_000;
/** More than the 128 MiB of the server's default: a merge of long histories is one transaction. */
const TRANSACTION_BYTES = 1_073_741_824;

/**
 * Runs `work` in a stream transaction that may write `collections`. A conflict with another writer (1200, 1210, 18) starts
 * it again after a pause of random length, so `work` must have no other effects.
 */
export async function inTenantTransaction<Result>(
  options: {
    readonly db: Database;
    readonly tenantId: string;
    readonly collections: readonly CollectionName[];
    /** From 0 to 1; `Math.random` when left out. */
    readonly random?: (() => number) | undefined;
  },
  work: (transaction: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const { random = Math.random } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(options, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** attempt * random());
    }
  }
}

async function runOnce<Result>(
  { db, tenantId, collections }: Parameters<typeof inTenantTransaction>[0],
  work: (transaction: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const transaction = await db.beginTransaction(
    { write: [...collections] },
    { maxTransactionSize: TRANSACTION_BYTES },
  );
  try {
    const result = await work({
      tenantId,
      run: (query, parameters) => runIn(db, transaction, query, { ...parameters, tenantId }),
    });
    await transaction.commit();
    return result;
  } catch (error) {
    // The server aborts it by itself when this does not arrive.
    await transaction.abort().catch(() => undefined);
    throw error;
  }
}

async function runIn<Row>(
  db: Database,
  transaction: Transaction,
  query: AqlFile,
  parameters: QueryParameters,
): Promise<readonly Row[]> {
  const cursor = await transaction.step(() =>
    db.query<Row>(query.text(), { ...parameters }, { batchSize: ROWS_AT_ONCE }),
  );
  return cursor.all();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
