import type { Readable } from 'node:stream';
import { AppError } from '@customer360/service';
import { CsvError, parse } from 'csv-parse';
import { createUtf8Text } from './utf8-text.ts';

/** One record of a CSV file. */
export interface CsvRecord {
  /** The line that it ends in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file at most: two million profile ids have some 80 MB. */
export const MAX_FILE_BYTES = 256 * 1_048_576;
const MAX_RECORD = 10_000;

const faults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote does not end',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote',
  INVALID_OPENING_QUOTE: 'a quote stands inside an unquoted value',
  CSV_MAX_RECORD_SIZE: `a record has more than ${MAX_RECORD} characters`,
};

/**
 * The records of a file as it arrives; a byte order mark and empty lines are passed over. Throws BAD_USER_INPUT, naming
 * the line, for what is no CSV. A body that is given up is drained, so that its sender can read the answer.
 */
export async function* readCsvRecords(body: Readable): AsyncGenerator<CsvRecord> {
  const text = createUtf8Text(MAX_FILE_BYTES);
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: MAX_RECORD,
  });
  body.on('error', (error) => text.destroy(error));
  text.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of body.pipe(text).pipe(parser)) {
      // csv-parse gives this shape for the option `info`.
      const { info, record: cells } = record as {
        readonly info: { readonly lines: number };
        readonly record: readonly string[];
      };
      yield { line: info.lines, cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? toAppError(error) : error;
  } finally {
    body.unpipe(text);
    body.resume();
  }
}

function toAppError(error: CsvError): AppError {
  const fault = faults[error.code] ?? 'it is no CSV';
  return new AppError('BAD_USER_INPUT', `Line ${String(error['lines'])} of the file: ${fault}.`, {
    cause: error,
  });
}
