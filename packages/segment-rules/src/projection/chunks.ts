/** Rows of one statement: PostgreSQL takes at most 65,535 parameters. */
const rowsPerStatement = 2_000;

/** Runs a statement for every chunk of rows; none for no rows. */
export async function inChunks<T>(rows: readonly T[], run: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    await run(rows.slice(start, start + rowsPerStatement));
  }
}
