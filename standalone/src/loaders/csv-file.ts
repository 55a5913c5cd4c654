import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';

const unzip = promisify(gunzip);

/** The rows of `<name>.csv.gz` (or `<name>.csv`), each by its column names, every value as its text. */
export async function readCsvFile<Column extends string>(
  directory: string,
  name: string,
  columns: readonly Column[],
): Promise<readonly Readonly<Record<Column, string>>[]> {
  const rows = parse(await readText(directory, name), { columns: true, skip_empty_lines: true });
  const first = rows[0] as Record<string, string> | undefined;
  const missing = columns.filter((column) => first !== undefined && !Object.hasOwn(first, column));
  if (missing.length > 0) throw new Error(`${name}.csv lacks the columns ${missing.join(', ')}`);
  // csv-parse has checked that every row has as many values as the header has names.
  return rows as readonly Record<Column, string>[];
}

async function readText(directory: string, name: string): Promise<Buffer> {
  const zipped = join(directory, `${name}.csv.gz`);
  if (existsSync(zipped)) return unzip(await readFile(zipped));
  const plain = join(directory, `${name}.csv`);
  if (existsSync(plain)) return readFile(plain);
  throw new Error(`no ${name}.csv.gz in ${directory}`);
}
