import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Public data and expected answers beside the project; they are never part of it. */
export const shared = fileURLToPath(new URL('../../../../../../shared/', import.meta.url));

export const isSharedPresent =
  existsSync(`${shared}conformance/journeys.json`) && existsSync(`${shared}data`);

/** Rows of a compressed CSV file below `../shared/data`, by column name. */
export function readCsv<Column extends string>(file: string): readonly Readonly<Record<Column, string>>[] {
  return parse(gunzipSync(readFileSync(`${shared}data/${file}`)), { columns: true });
}

/** Questions over the whole public data take minutes: a lane of CI asks them. */
export const isRealInputAsked = isSharedPresent && process.env['REAL_INPUT'] === '1';
