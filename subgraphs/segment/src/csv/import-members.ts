import type { Readable } from 'node:stream';
import type { KeyedIds } from '@customer360/event-log';
import { AppError } from '@customer360/service';
import { OWN_MESSAGE_IDS } from '@customer360/subgraph';
import { normaliseIdentifier, type NormaliseOptions } from '@customer360/tracking';
import type { SegmentCommands } from '../commands/segment-commands.ts';
import { createImportReport, type ImportReport } from './import-report.ts';
import { namesProfiles } from './member-columns.ts';
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
    seesValues,
  }: {
    readonly commands: SegmentCommands;
    readonly ids: Pick<KeyedIds, 'valueHash'>;
    readonly identifiers: NormaliseOptions;
    /** False when rows may name profiles by id only: a report says which values somebody has. */
    readonly seesValues: boolean;
  },
  upload: MemberImport,
): Promise<ImportReport> {
  const nameOf = (type: string, value: string) => {
    const normalised = normaliseIdentifier(type, value, identifiers);
    return normalised === null ? null : ids.valueHash(type, normalised);
  };
  const { columns, rows } = await readMemberRows(upload.body, upload.column, seesValues ? nameOf : null);
  const kind = namesProfiles(columns) ? 'profileIds' : 'valueHashes';
  const report = createImportReport(upload.uploadId, columns);
  const waiting: Waiting[] = [];
  try {
    for await (const { lines, places, names, ...group } of groupRows(rows)) {
      const position = await accept(commands, upload, { kind, names, number: report.groups });
      if (position !== null) waiting.push({ lines, places, position });
      report.addRead(group.rows, group.refused);
    }
  } catch (error) {
    throw afterRows(error, report.rows);
  }
  for (const { position, ...group } of waiting) {
    const answer = await commands.answer(upload.tenantId, position);
    if (!answer.accepted) throw new AppError('CONFLICT', answer.message);
    report.addAnswer(answer.changed ?? 0, linesOf(group, answer.unknown ?? []));
  }
  return report.done();
}

/** Position of a group's command; null for a group that names nobody. */
async function accept(
  commands: SegmentCommands,
  { tenantId, segmentId, uploadId }: MemberImport,
  group: {
    readonly kind: 'profileIds' | 'valueHashes';
    readonly names: readonly string[];
    readonly number: number;
  },
): Promise<number | null> {
  if (group.names.length === 0) return null;
  const said = { segmentId, profileIds: [], [group.kind]: [...group.names] };
  const accepted = await commands.accept(tenantId, {
    command: { command: 'addSegmentMembers', ...said },
    messageId: `${OWN_MESSAGE_IDS.segment}import/${uploadId}/${group.number}`,
    sameness: ['addSegmentMembers', said],
  });
  if (accepted !== null) return accepted.position;
  throw new AppError('CONFLICT', 'The Idempotency-Key was used before with another file.');
}

/** What came before a fault is in the log. */
function afterRows(error: unknown, rows: number): unknown {
  if (!(error instanceof AppError) || rows === 0) return error;
  return new AppError(error.code, `${error.message} The first ${rows} rows of the file are taken.`, {
    cause: error,
  });
}
