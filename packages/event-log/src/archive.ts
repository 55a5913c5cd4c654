import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AnyDatabase, Database } from '@customer360/postgres';
import { sql, type Transaction } from 'kysely';
import type { AcceptedRow, EventLogDatabase } from './database.ts';
import { startOf, type Month } from './months.ts';
import { listPartitions, partitionName } from './partitions.ts';

const zip = promisify(gzip);
const ENTRIES_PER_FILE = 5_000;

interface WrittenFile {
  readonly tenant_id: string;
  readonly month: Month;
  readonly first_position: number;
  readonly last_position: number;
  readonly entries: number;
  readonly file: string;
  readonly sha256: string;
}

export interface ArchivedMonth {
  readonly month: Month;
  readonly entries: number;
  readonly files: number;
}

/**
 * Moves a month that is over from the database into gzipped JSON lines below `directory`, at most 5,000 entries of one
 * tenant a file, each with its SHA-256 in `event_log.archive`. Readers go on over them. The partition goes in the
 * transaction that records the files, and only if it still holds exactly what they hold.
 */
export async function archiveMonth(
  database: AnyDatabase,
  month: Month,
  directory: string,
  options: { readonly now?: number } = {},
): Promise<ArchivedMonth> {
  if (startOf(month, 1) > (options.now ?? Date.now())) throw new Error(`${month} is not over yet`);
  const partitions = await listPartitions(database, 'accepted');
  if (!partitions.includes(month)) throw new Error(`The event log has no partition for ${month}`);
  const tables = database.as<EventLogDatabase>();
  const files: WrittenFile[] = [];
  for (const tenantId of await tables.asSystem((trx) => tenantsIn(trx, month))) {
    files.push(...(await writeFiles(tables, { tenantId, month, folder: resolve(directory, month) })));
  }
  const entries = files.reduce((sum, file) => sum + file.entries, 0);
  await tables.asSystem(async (trx) => {
    const partition = sql.table(`event_log.${partitionName('accepted', month)}`);
    await sql`lock table ${partition} in share mode`.execute(trx);
    const { count } = await inMonth(trx, month)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (count !== entries) throw new Error(`${month} was written to while it was archived; try again`);
    if (files.length > 0) await trx.insertInto('event_log.archive').values(files).execute();
    await sql`alter table event_log.accepted detach partition ${partition}`.execute(trx);
    await sql`drop table ${partition}`.execute(trx);
  });
  return { month, entries, files: files.length };
}

function inMonth(trx: Transaction<EventLogDatabase>, month: Month) {
  return trx
    .selectFrom('event_log.accepted')
    .where('received_at', '>=', startOf(month))
    .where('received_at', '<', startOf(month, 1));
}

async function tenantsIn(trx: Transaction<EventLogDatabase>, month: Month): Promise<string[]> {
  const rows = await inMonth(trx, month).select('tenant_id').distinct().orderBy('tenant_id').execute();
  return rows.map(({ tenant_id }) => tenant_id);
}

/** Reads in short transactions: a long one would hold up the making of partitions, and that the appends. */
async function writeFiles(
  database: Database<EventLogDatabase>,
  target: { readonly tenantId: string; readonly month: Month; readonly folder: string },
): Promise<WrittenFile[]> {
  const { tenantId, month, folder } = target;
  const files: WrittenFile[] = [];
  for (let after = 0; ;) {
    const rows = await database.inTenant(tenantId, (trx) =>
      inMonth(trx, month)
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('position', '>', after)
        .orderBy('position')
        .limit(ENTRIES_PER_FILE)
        .execute(),
    );
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return files;
    const file = join(folder, tenantId, `${String(first.position).padStart(12, '0')}.jsonl.gz`);
    files.push({
      tenant_id: tenantId,
      month,
      first_position: first.position,
      last_position: last.position,
      entries: rows.length,
      file,
      sha256: await writeDurably(file, rows),
    });
    after = last.position;
  }
}

/** Writes beside the name and renames, so that a file under its name is whole. Returns its SHA-256. */
async function writeDurably(file: string, rows: readonly AcceptedRow[]): Promise<string> {
  const bytes = await zip(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.part`;
  // What people did stands in it: for the owner only.
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncFolder(folder);
  return createHash('sha256').update(bytes).digest('hex');
}

/** Without it a power cut could take the new name away again, after the database has let the rows go. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
