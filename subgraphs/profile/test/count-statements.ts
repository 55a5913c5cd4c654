import type { Database } from '@customer360/postgres';
import type { KyselyPlugin } from 'kysely';

/** A view of a database that counts the statements inside its tenants' transactions. */
export function countStatements<DB>(database: Database<DB>): {
  readonly database: Database<DB>;
  statements(): number;
} {
  let statements = 0;
  const counter: KyselyPlugin = {
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const counted: Database<DB> = {
    ...database,
    // A transaction with a plugin is one still; kysely types it as any instance.
    inTenant: (tenantId, work) =>
      database.inTenant(tenantId, (trx) => work(trx.withPlugin(counter) as typeof trx)),
    as: <Other>() => counted as unknown as Database<Other>,
  };
  return { database: counted, statements: () => statements };
}
