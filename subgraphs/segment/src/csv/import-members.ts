import type { Readable } from 'node:stream';
import type { KeyedIds } from '@customer360/event-log';
import { AppError } from '@customer360/service';
import { normaliseIdentifier, type NormaliseOptions } from '@customer360/tracking';
import type { CommandLog } from '../commands/command-log.ts';
import { OWN_MESSAGE_ID_PREFIX } from '../input/checks.ts';
import { createImportReport, type ImportReport } from './import-report.ts';
import { PROFILE_ID } from './member-columns.ts';
import { readMemberRows } from './member-rows.ts';
import { groupRows, linesOf, type RowGroup } from './row-group.ts';

export interface MemberImport {
  readonly tenantId: string;
  readonly segmentId: string;
  readonly body: Readable;
  /** The column that names who is meant; a known one when null. */
  readonly column: string | null;
  readonly uploadId: string;
}

/** What is left of a group while its command is not answered. */
type Waiting = Pick<RowGroup, 'lines' | 'places'> & { readonly position: number };

/**
 * Adds whom a file names to a list, some rows a command. All commands are in the log before the first answer is waited
 * for: the file is read as fast as it comes. Six bytes a row are kept meanwhile.
 */
export async function importMembers(
  {
    commands,
    ids,
    identifiers,
  }: {
    readonly commands: CommandLog;
    readonly ids: Pick<KeyedIds, 'valueHash'>;
    readonly identifiers: NormaliseOptions;
  },
  { tenantId, segmentId, body, column, uploadId }: MemberImport,
): Promise<ImportReport> {
  const { columns, rows } = await readMemberRows(body, column, (type, value) => {
    const normalised = normaliseIdentifier(type, value, identifiers);
    return normalised === null ? null : ids.valueHash(type, normalised);
  });
  const isById = 'type' in columns.means && columns.means.type === PROFILE_ID;
  const report = createImportReport(uploadId, columns);
  const waiting: Waiting[] = [];

  async function accept({ names, lines, places }: RowGroup, group: number): Promise<void> {
    if (names.length === 0) return;
    const said = isById
      ? { segmentId, profileIds: [...names] }
      : { segmentId, profileIds: [], valueHashes: [...names] };
    const position = await commands.accept(tenantId, {
      command: { command: 'addSegmentMembers', ...said },
      messageId: `${OWN_MESSAGE_ID_PREFIX}import/${uploadId}/${group}`,
      sameness: ['addSegmentMembers', said],
    });
    if (position === null) {
      throw new AppError('CONFLICT', 'The Idempotency-Key was used before with another file.');
    }
    waiting.push({ lines, places, position });
  }

  let group = 0;
  try {
    for await (const one of groupRows(rows)) {
      await accept(one, group);
      group += 1;
      report.addRead(one.rows, one.refused);
    }
  } catch (error) {
    throw afterRows(error, report.rows);
  }
  for (const { position, ...one } of waiting) {
    const answer = await commands.answer(tenantId, position);
    if (!answer.accepted) throw new AppError('CONFLICT', answer.message);
    report.addAnswer(answer.changed ?? 0, linesOf(one, answer.unknown ?? []));
  }
  return report.done();
}

/** What came before a fault is in the log. */
function afterRows(error: unknown, rows: number): unknown {
  if (!(error instanceof AppError) || rows === 0) return error;
  return new AppError(error.code, `${error.message} The first ${rows} rows of the file are taken.`, {
    cause: error,
  });
}
