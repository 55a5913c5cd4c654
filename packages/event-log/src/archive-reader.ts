import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { AnyDatabase } from '@customer360/postgres';
import type { AcceptedRow, EventLogDatabase } from './database.ts';
import type { Position } from './event-log.ts';

const unzip = promisify(gunzip);

interface ArchiveFile {
  readonly file: string;
  readonly sha256: string;
}

/** The file read last, per database: a replay asks for the same one many times. */
const lastRead = new WeakMap<
  object,
  { readonly sha256: string; readonly rows: Promise<readonly AcceptedRow[]> }
>();

/** Archived rows with `after` < position <= `through`, in no order. */
export async function readArchived(
  database: AnyDatabase,
  tenantId: string,
  after: Position,
  through: Position,
): Promise<readonly AcceptedRow[]> {
  const files = await database
    .as<EventLogDatabase>()
    .inTenant(tenantId, (trx) =>
      trx
        .selectFrom('event_log.archive')
        .select(['file', 'sha256'])
        .where('tenant_id', '=', tenantId)
        .where('last_position', '>', after)
        .where('first_position', '<=', through)
        .orderBy('first_position')
        .execute(),
    );
  const found: AcceptedRow[] = [];
  for (const file of files) {
    const rows = await readCached(database.db, file);
    found.push(...rows.filter(({ position }) => position > after && position <= through));
  }
  return found;
}

function readCached(database: object, archive: ArchiveFile): Promise<readonly AcceptedRow[]> {
  const last = lastRead.get(database);
  if (last?.sha256 === archive.sha256) return last.rows;
  const rows = readArchiveFile(archive);
  lastRead.set(database, { sha256: archive.sha256, rows });
  rows.catch(() => lastRead.delete(database));
  return rows;
}

/** The rows of one file, after its checksum was found right. */
export async function readArchiveFile({ file, sha256 }: ArchiveFile): Promise<readonly AcceptedRow[]> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error(`The archive ${file} cannot be read`, { cause });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Error(`The archive ${file} is damaged: its checksum is wrong`);
  }
  const text = (await unzip(bytes)).toString('utf8');
  // One JSON object a line, written by `archiveMonth`.
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AcceptedRow);
}
