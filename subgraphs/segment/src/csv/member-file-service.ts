import type { Readable } from 'node:stream';
import type { AnyDatabase } from '@customer360/postgres';
import { AppError, requireScope, type Viewer } from '@customer360/service';
import type { CommandLog } from '../commands/command-log.ts';
import { isUuid } from '../input/checks.ts';
import { countMembersWith, findMembers, type Member } from '../memberships/member-repository.ts';
import type { SegmentLoaders } from '../segments/segment-loaders.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { findRowProfiles } from './find-row-profiles.ts';
import { inGroups } from './in-groups.ts';
import { readMemberRows, type MemberRow } from './member-rows.ts';

/** What a file did to a list. */
export interface ImportReport {
  /** Rows of the file without its header. */
  readonly rows: number;
  /** Profiles that were not on the list before. */
  readonly added: number;
  /** Rows that mean nobody. */
  readonly unknown: number;
  /** Lines of the first hundred of them. */
  readonly unknownLines: readonly number[];
  readonly column: string;
  readonly ignoredColumns: readonly string[];
}

/** Members as files, for who may write or read them. */
export interface MemberFileService {
  /** Adds whom a CSV file names to a list, as it arrives. */
  read(segmentId: string, body: Readable, options: { readonly column: string | null }): Promise<ImportReport>;
  /** Members who granted the purpose, latest first, as lines of a CSV file; and how many are withheld. */
  write(
    segmentId: string,
    purpose: string,
  ): Promise<{ readonly withheld: number; readonly lines: AsyncIterable<string> }>;
}

/** Rows of a command: a million rows are two hundred entries of the log. */
const GROUP = 5_000;
const PAGE = 5_000;
const MAX_LINES = 100;

export function createMemberFileService({
  viewer,
  database,
  commands,
  loaders,
  clock,
  newId,
}: {
  readonly viewer: Viewer;
  readonly database: AnyDatabase;
  readonly commands: CommandLog;
  readonly loaders: SegmentLoaders;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
}): MemberFileService {
  const { tenantId } = viewer;
  const tables = database.as<SegmentDatabase>();

  async function find(segmentId: string): Promise<Segment> {
    const segment = isUuid(segmentId) ? await loaders.segment.load(segmentId.toLowerCase()) : null;
    if (segment === null) throw new AppError('NOT_FOUND', 'No segment has this id.');
    return segment;
  }

  async function addGroup(segmentId: string, column: string, rows: readonly MemberRow[]) {
    const profiles = await database.inTenant(tenantId, (trx) =>
      findRowProfiles(trx, tenantId, { column, rows }),
    );
    const profileIds = [...new Set(profiles.filter((id) => id !== null))];
    const missing = rows.filter((_row, index) => profiles[index] === null).map(({ line }) => line);
    if (profileIds.length === 0) return { missing, position: null };
    const said = { segmentId, profileIds };
    const outcome = await commands.accept(tenantId, {
      command: { command: 'addSegmentMembers', ...said },
      messageId: newId(),
      sameness: ['addSegmentMembers', said],
    });
    if (outcome === null) throw new Error('an id that never was before was used before');
    return { missing, position: outcome };
  }

  async function* linesOf(segmentId: string, purpose: string): AsyncGenerator<string> {
    yield 'profile_id,entered_at\r\n';
    const at = clock();
    let after: Member | null = null;
    for (;;) {
      const question = { segmentId, purpose, at, after, limit: PAGE };
      const page: readonly Member[] = await tables.inTenant(tenantId, (trx) =>
        findMembers(trx, tenantId, question),
      );
      if (page.length === 0) return;
      yield page.map((one) => `${one.profileId},${new Date(one.enteredAt).toISOString()}\r\n`).join('');
      after = page.at(-1) ?? null;
    }
  }

  return {
    async read(given, body, options) {
      requireScope(viewer, 'segment:write');
      const { id: segmentId, kind, status } = await find(given);
      if (kind !== 'STATIC') throw new AppError('BAD_USER_INPUT', 'Only a static segment is kept by hand.');
      if (status === 'ARCHIVED') throw new AppError('BAD_USER_INPUT', 'The segment has ended.');
      const { column, ignoredColumns, rows } = await readMemberRows(body, options.column);
      const unknownLines: number[] = [];
      const positions: number[] = [];
      let [read, unknown, added] = [0, 0, 0];
      for await (const group of inGroups(rows, GROUP)) {
        const { missing, position } = await addGroup(segmentId, column, group);
        read += group.length;
        unknown += missing.length;
        unknownLines.push(...missing.slice(0, MAX_LINES - unknownLines.length));
        if (position !== null) positions.push(position);
      }
      for (const position of positions) {
        const answer = await commands.answer(tenantId, position);
        if (answer.accepted) added += answer.changed ?? 0;
        else throw new AppError('CONFLICT', answer.message);
      }
      return { rows: read, added, unknown, unknownLines, column, ignoredColumns };
    },

    async write(given, purpose) {
      requireScope(viewer, 'segment:read');
      requireScope(viewer, 'profile:read');
      const { id: segmentId } = await find(given);
      const question = { segmentId, purpose, at: clock() };
      const withheld = await tables.inTenant(tenantId, async (trx) => {
        const everybody = await countMembersWith(trx, tenantId, { ...question, purpose: null });
        return everybody - (await countMembersWith(trx, tenantId, question));
      });
      return { withheld, lines: linesOf(segmentId, purpose) };
    },
  };
}
