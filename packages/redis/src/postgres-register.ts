import { isConcurrencyFailure, type AnyDatabase, type AnyTransaction } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { EpochRegister, NamedEpoch } from './epoch-register.ts';

/** How long the end of an epoch waits for changes that are about to commit, in milliseconds; then it is tried again later. */
const REPLACE_WAIT_MS = 1_000;

export interface EpochTable {
  tenant_id: string;
  /** The name of the space. */
  name: string;
  /** Null before the first one. */
  epoch: number | null;
  closed_by: string | null;
  closed_at: Date | null;
}

export interface EpochDatabase {
  'cache.epoch': EpochTable;
}

interface EpochRow {
  readonly tenantId: string;
  readonly epoch: number;
  readonly closedBy: string | null;
  readonly closedForMs: number;
}

type Trx = Transaction<EpochDatabase>;

/**
 * The register of the spaces of one name, a row for each tenant in the database that the changes are committed to. A
 * change locks its row for share until it ends, naming another epoch or closing one locks it alone.
 */
export function createPostgresRegister(database: AnyDatabase, name: string): EpochRegister<AnyTransaction> {
  const tables = database.as<EpochDatabase>();
  return {
    read: (tenantIds) => tables.asSystem((trx) => readEpochs(trx, name, tenantIds)),

    async confirm(given, tenantId) {
      const trx: Trx = given;
      const locked = await lockEpoch(trx, tenantId, name, 'share');
      if (locked !== undefined) return toNamed(locked);
      await insertRow(trx, tenantId, name);
      const made = await lockEpoch(trx, tenantId, name, 'share');
      return made === undefined ? null : toNamed(made);
    },

    async replace(tenantId, { former, next, begin }) {
      try {
        return await tables.asSystem(async (trx) => {
          await sql`select set_config('lock_timeout', ${String(REPLACE_WAIT_MS)}, true)`.execute(trx);
          await insertRow(trx, tenantId, name);
          const row = await lockEpoch(trx, tenantId, name, 'alone');
          if (row === undefined || (row.epoch ?? null) !== former) return false;
          await begin();
          await trx
            .updateTable('cache.epoch')
            .set({ epoch: next, closed_by: null, closed_at: null })
            .where('tenant_id', '=', tenantId)
            .where('name', '=', name)
            .execute();
          return true;
        });
      } catch (error) {
        if (isConcurrencyFailure(error)) return false;
        throw error;
      }
    },

    async close(tenantId, epoch, by) {
      const { numUpdatedRows } = await tables.asSystem((trx) =>
        trx
          .updateTable('cache.epoch')
          .set({
            closed_by: sql`coalesce(closed_by, ${by})`,
            closed_at: sql`coalesce(closed_at, clock_timestamp())`,
          })
          .where('tenant_id', '=', tenantId)
          .where('name', '=', name)
          .where('epoch', '=', epoch)
          .executeTakeFirst(),
      );
      return numUpdatedRows > 0n;
    },
  };
}

async function readEpochs(
  trx: Trx,
  name: string,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, NamedEpoch>> {
  const rows = await selectEpochs(trx, name)
    .where('tenant_id', 'in', [...tenantIds])
    .execute();
  return new Map(
    rows.flatMap((row) => {
      const named = toNamed(row);
      return named === null ? [] : [[row.tenantId, named] as const];
    }),
  );
}

function lockEpoch(trx: Trx, tenantId: string, name: string, how: 'share' | 'alone') {
  const row = selectEpochs(trx, name).where('tenant_id', '=', tenantId);
  return (how === 'share' ? row.forShare() : row.forUpdate()).executeTakeFirst();
}

function selectEpochs(trx: Trx, name: string) {
  return trx
    .selectFrom('cache.epoch')
    .select([
      'tenant_id as tenantId',
      'epoch',
      'closed_by as closedBy',
      sql<number>`coalesce(extract(epoch from clock_timestamp() - closed_at) * 1000, 0)::float8`.as(
        'closedForMs',
      ),
    ])
    .where('name', '=', name);
}

async function insertRow(trx: Trx, tenantId: string, name: string): Promise<void> {
  await trx
    .insertInto('cache.epoch')
    .values({ tenant_id: tenantId, name, epoch: null, closed_by: null, closed_at: null })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doNothing())
    .execute();
}

function toNamed(row: Omit<EpochRow, 'epoch'> & { readonly epoch: number | null }): NamedEpoch | null {
  const { epoch, closedBy, closedForMs } = row;
  if (epoch === null) return null;
  return { epoch, closed: closedBy === null ? null : { by: closedBy, forMs: closedForMs } };
}
