import type { MemberColumns } from './member-columns.ts';
import type { RefusedRow } from './member-rows.ts';

/** What a file did to a list. Each row is one of added, unchanged, unknown and refused. */
export interface ImportReport {
  /** The same file under the same id changes nothing and is answered the same. */
  readonly uploadId: string;
  /** Rows of the file without its header. */
  readonly rows: number;
  /** Profiles that were not on the list before. */
  readonly added: number;
  /** Rows whose profile was on the list, or is added by another row. */
  readonly unchanged: number;
  /** Rows that name nobody. */
  readonly unknown: number;
  /** Rows that cannot name anybody. */
  readonly refused: number;
  /** Lines of the first of them, `MAX_LINES` at most. */
  readonly unknownLines: readonly number[];
  readonly refusedLines: readonly RefusedRow[];
  readonly columns: readonly string[];
  readonly ignoredColumns: readonly string[];
}

/** Lines that a report names, of each kind. */
export const MAX_LINES = 1_000;

/** Adds up what becomes of rows. */
export function createImportReport(uploadId: string, { used, ignored }: MemberColumns) {
  const unknownLines: number[] = [];
  const refusedLines: RefusedRow[] = [];
  let [groups, rows, added, unknown, refused] = [0, 0, 0, 0, 0];
  return {
    /** Groups that were read. */
    get groups() {
      return groups;
    },
    get rows() {
      return rows;
    },
    addRead(read: number, refusals: readonly RefusedRow[]): void {
      groups += 1;
      rows += read;
      refused += refusals.length;
      refusedLines.push(...refusals.slice(0, MAX_LINES - refusedLines.length));
    },
    addAnswer(changed: number, missing: readonly number[]): void {
      added += changed;
      unknown += missing.length;
      unknownLines.push(...missing.slice(0, MAX_LINES - unknownLines.length));
    },
    done(): ImportReport {
      return {
        uploadId,
        rows,
        added,
        unchanged: rows - added - unknown - refused,
        unknown,
        refused,
        unknownLines,
        refusedLines,
        columns: used,
        ignoredColumns: ignored,
      };
    },
  };
}
