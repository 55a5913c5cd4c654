import type { Readable } from 'node:stream';
import { loadKeyedIds } from '@customer360/event-log';
import type { AnyDatabase } from '@customer360/postgres';
import { AppError, requireScope, type Viewer } from '@customer360/service';
import { boundedReads, checkText, isUuid } from '@customer360/subgraph';
import type { NormaliseOptions } from '@customer360/tracking';
import type { SegmentCommands } from '../commands/segment-commands.ts';
import type { SegmentLoaders } from '../segments/segment-loaders.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { countWithheld, exportMembers } from './export-members.ts';
import { importMembers } from './import-members.ts';
import type { ImportReport } from './import-report.ts';

/** Members as files, for who may write or read them. */
export interface MemberFileService {
  /** Adds whom a CSV file names to a list, as it arrives; by values of identifiers for who may see them. The same `uploadId` does the same once. */
  read(
    segmentId: string,
    body: Readable,
    options: { readonly column: string | null; readonly uploadId: string | null },
  ): Promise<ImportReport>;
  /** Members who granted the purpose, latest first, as lines of a CSV file; and how many are withheld. */
  write(
    segmentId: string,
    purpose: string,
  ): Promise<{ readonly withheld: number; readonly lines: AsyncIterable<string> }>;
}

const READ_TIMEOUT_MS = 5_000;

export function createMemberFileService({
  viewer,
  database,
  commands,
  loaders,
  identifiers,
  clock,
  newId,
}: {
  readonly viewer: Viewer;
  readonly database: AnyDatabase;
  /** Waits as long as a large file takes. */
  readonly commands: SegmentCommands;
  readonly loaders: SegmentLoaders;
  /** How identifiers are normalised, as at ingestion. */
  readonly identifiers: NormaliseOptions;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
}): MemberFileService {
  const { tenantId } = viewer;

  async function find(segmentId: string): Promise<Segment> {
    const segment = isUuid(segmentId) ? await loaders.segment.load(segmentId.toLowerCase()) : null;
    if (segment === null) throw new AppError('NOT_FOUND', 'No segment has this id.');
    if (segment.status === 'ARCHIVED') throw new AppError('CONFLICT', 'The segment has ended.');
    return segment;
  }

  return {
    async read(given, body, { column, uploadId }) {
      requireScope(viewer, 'segment:write');
      // A report says which rows name somebody.
      requireScope(viewer, 'profile:read');
      const invalid = uploadId === null ? null : checkText('Idempotency-Key', uploadId, 100);
      if (invalid !== null) throw new AppError('BAD_USER_INPUT', `${invalid.field} ${invalid.message}`);
      const { id: segmentId, kind } = await find(given);
      if (kind !== 'STATIC') throw new AppError('CONFLICT', 'Only a static segment is kept by hand.');
      const ids = await loadKeyedIds(database, tenantId);
      return importMembers(
        { commands, ids, identifiers, seesValues: viewer.scopes.has('profile:pii') },
        { tenantId, segmentId, body, column, uploadId: uploadId ?? newId() },
      );
    },

    async write(given, purpose) {
      requireScope(viewer, 'segment:read');
      requireScope(viewer, 'profile:read');
      const { id: segmentId, status } = await find(given);
      if (status === 'BACKFILLING') throw new AppError('CONFLICT', 'The segment is still back-filled.');
      const question = { segmentId, purpose, at: clock() };
      const tables = boundedReads(database.as<SegmentDatabase>(), READ_TIMEOUT_MS);
      const withheld = await countWithheld(tables, tenantId, question);
      return { withheld, lines: exportMembers(tables, tenantId, question) };
    },
  };
}
