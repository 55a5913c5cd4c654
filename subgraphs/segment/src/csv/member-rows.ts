import type { Readable } from 'node:stream';
import { AppError } from '@customer360/service';
import { isUuid } from '@customer360/subgraph';
import { readCsvRecords, type CsvRecord } from './csv-records.ts';
import { namesProfiles, PROFILE_ID, readColumns, type MemberColumns } from './member-columns.ts';

/** A row that cannot name anybody, and why. */
export interface RefusedRow {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/** A row of a file of members: whom it names, or why it cannot. */
export type MemberRow = { readonly line: number; readonly name: string } | RefusedRow;

/** By what a value of a type is known; null for what is no value of it. */
type NameOf = (type: string, value: string) => string | null;

/** Rows of a file at most, without its header. */
export const MAX_ROWS = 2_000_000;

/** A file of members, read as it arrives. */
export interface MemberRows {
  readonly columns: MemberColumns;
  readonly rows: AsyncIterable<MemberRow>;
}

/**
 * Values are known by what `nameOf` says; a profile id names itself. Without it
 * a file may have profile ids only: FORBIDDEN for another one. Throws BAD_USER_INPUT for a header that names nobody.
 */
export async function readMemberRows(
  body: Readable,
  named: string | null,
  nameOf: NameOf | null,
): Promise<MemberRows> {
  const records = readCsvRecords(body);
  const first = await records.next();
  if (first.done === true)
    throw new AppError('BAD_USER_INPUT', 'The file is empty: its first line must name its columns.');
  try {
    const columns = readColumns(first.value.cells, named);
    if (nameOf === null && !namesProfiles(columns)) {
      throw new AppError('FORBIDDEN', `The column ${columns.used.join(', ')} needs the scope profile:pii.`);
    }
    return { columns, rows: readRows(records, columns, nameOf ?? (() => null)) };
  } catch (error) {
    await records.return(undefined);
    throw error;
  }
}

async function* readRows(
  records: AsyncIterable<CsvRecord>,
  columns: MemberColumns,
  nameOf: NameOf,
): AsyncGenerator<MemberRow> {
  let rows = 0;
  for await (const record of records) {
    rows += 1;
    if (rows > MAX_ROWS) throw new AppError('LIMIT_EXCEEDED', `A file may have at most ${MAX_ROWS} rows.`);
    yield readRow(record, columns, nameOf);
  }
}

function readRow(
  { line, cells }: CsvRecord,
  { width, means, valuePlace, used }: MemberColumns,
  nameOf: NameOf,
): MemberRow {
  const column = used.at(-1) ?? PROFILE_ID;
  if (cells.length !== width) {
    return { line, column, message: `must have ${width} values, not ${cells.length}.` };
  }
  const value = (cells[valuePlace] ?? '').trim();
  const type = 'type' in means ? means.type : (cells[means.typePlace] ?? '').trim();
  if (type === '') return { line, column: used[0] ?? column, message: 'must not be empty.' };
  if (type === PROFILE_ID) {
    return isUuid(value) ? { line, name: value.toLowerCase() } : { line, column, message: 'must be a UUID.' };
  }
  const name = nameOf(type, value);
  return name === null ? { line, column, message: `is no value of ${type.slice(0, 40)}.` } : { line, name };
}
