import type { Database } from '@customer360/postgres';
import type { KyselyPlugin } from 'kysely';

export interface StatementCount {
  /** Without those that begin, set up and end transactions. */
  readonly statements: number;
  readonly transactions: number;
}

/** A view of a database that counts the transactions of tenants and the statements in them. */
export function countStatements<DB>(database: Database<DB>): {
  readonly database: Database<DB>;
  count(): StatementCount;
} {
  let statements = 0;
  let transactions = 0;
  const counter: KyselyPlugin = {
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const counted: Database<DB> = {
    ...database,
    inTenant(tenantId, work) {
      transactions += 1;
      return database.inTenant(tenantId, (trx) => work(trx.withPlugin(counter)));
    },
    as: <Other>() => counted as unknown as Database<Other>,
  };
  return { database: counted, count: () => ({ statements, transactions }) };
}
