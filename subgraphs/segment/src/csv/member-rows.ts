import type { Readable } from 'node:stream';
import { AppError } from '@customer360/service';
import { CsvError, parse } from 'csv-parse';

/** One row of a file of members: its line and the value of the column that names who is meant. */
export interface MemberRow {
  /** From 1; the header is line 1. */
  readonly line: number;
  readonly value: string;
}

/** A file of members, read as it arrives. */
export interface MemberRows {
  /** What the values are: `profile_id` or a type of identifiers. */
  readonly column: string;
  readonly ignoredColumns: readonly string[];
  readonly rows: AsyncIterable<MemberRow>;
}

const MAX_ROW = 10_000;
/** Columns that are looked for, in this order, when none is named. */
const KNOWN = ['profile_id', 'user_id', 'email'] as const;

/** Throws BAD_USER_INPUT, naming the columns, when none of them says who is meant. */
export async function readMemberRows(body: Readable, named: string | null): Promise<MemberRows> {
  const records = readRecords(body);
  const first = await records.next();
  if (first.done === true)
    throw new AppError('BAD_USER_INPUT', 'The file is empty: its first line must name its columns.');
  const header = first.value.cells;
  const column = named ?? KNOWN.find((name) => header.includes(name));
  if (column === undefined || !header.includes(column)) {
    const wanted = named ?? KNOWN.join(' or ');
    throw new AppError(
      'BAD_USER_INPUT',
      `The file must have the column ${wanted}; it has ${listed(header)}.`,
    );
  }
  return {
    column,
    ignoredColumns: header.filter((name) => name !== column),
    rows: valuesOf(records, header.indexOf(column)),
  };
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

async function* valuesOf(records: AsyncIterable<Cells>, place: number): AsyncGenerator<MemberRow> {
  for await (const { line, cells } of records) yield { line, value: cells[place]?.trim() ?? '' };
}

async function* readRecords(body: Readable): AsyncGenerator<Cells> {
  const parser = parse({ bom: true, skip_empty_lines: true, info: true, max_record_size: MAX_ROW });
  body.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of body.pipe(parser)) {
      // csv-parse gives this shape for the option `info`.
      const { info, record: cells } = record as {
        readonly info: { readonly lines: number };
        readonly record: readonly string[];
      };
      yield { line: info.lines, cells };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AppError(
      'BAD_USER_INPUT',
      `Line ${String(cause['lines'])} of the file cannot be read as CSV.`,
      { cause },
    );
  }
}

function listed(columns: readonly string[]): string {
  return columns
    .slice(0, 20)
    .map((name) => name.slice(0, 40))
    .join(', ');
}
