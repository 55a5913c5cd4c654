import type { MemberRow, RefusedRow } from './member-rows.ts';

/** Rows of a command: a million rows are two hundred entries of the log. */
export const GROUP_ROWS = 5_000;

/** Some rows of a file in few bytes, to be kept until their command is answered. */
export interface RowGroup {
  readonly rows: number;
  readonly refused: readonly RefusedRow[];
  /** Whom the rows name, each once. */
  readonly names: readonly string[];
  /** Lines of the rows that name somebody, and the place of each one's name in `names`. */
  readonly lines: Uint32Array;
  readonly places: Uint16Array;
}

/** Rows in groups of `GROUP_ROWS`, the last one smaller; none for no rows. */
export async function* groupRows(rows: AsyncIterable<MemberRow>): AsyncGenerator<RowGroup> {
  let gathered: MemberRow[] = [];
  for await (const row of rows) {
    gathered.push(row);
    if (gathered.length < GROUP_ROWS) continue;
    yield toGroup(gathered);
    gathered = [];
  }
  if (gathered.length > 0) yield toGroup(gathered);
}

function toGroup(rows: readonly MemberRow[]): RowGroup {
  const placeOf = new Map<string, number>();
  const refused: RefusedRow[] = [];
  const lines: number[] = [];
  const places: number[] = [];
  for (const row of rows) {
    if ('message' in row) {
      refused.push(row);
      continue;
    }
    const place = placeOf.get(row.name) ?? placeOf.size;
    placeOf.set(row.name, place);
    lines.push(row.line);
    places.push(place);
  }
  return {
    rows: rows.length,
    refused,
    names: [...placeOf.keys()],
    lines: Uint32Array.from(lines),
    places: Uint16Array.from(places),
  };
}

/** Lines of the rows that have these names, by their places. */
export function linesOf(
  { lines, places }: Pick<RowGroup, 'lines' | 'places'>,
  names: readonly number[],
): readonly number[] {
  const wanted = new Set(names);
  return [...lines].filter((_line, row) => wanted.has(places[row] ?? -1));
}
