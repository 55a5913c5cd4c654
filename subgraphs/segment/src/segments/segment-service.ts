import { AppError, requireScope, type Viewer } from '@customer360/service';
import {
  checkText,
  type Connection,
  type Cursors,
  isUuid,
  type PageArguments,
  readPageRequest,
  type TenantReader,
  toConnection,
} from '@customer360/subgraph';
import { printRule, requireRule } from '@customer360/segment-rules';
import type { Backfills, Progress } from '../evaluation/backfills.ts';
import type { RuleView } from '../masking/rule-view.ts';
import { formsOf } from '../rules/rule-input.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { SegmentLoaders } from './segment-loaders.ts';
import { findSegments } from './segment-repository.ts';
import { MAX_NAME, type Segment, type SegmentFilter, type SegmentVersion } from './segment.ts';

/** Segments and their versions, for who may read them. What rules compare with is masked as `ruleView` says. */
export interface SegmentService {
  /** Null when the tenant has none with this id. */
  find(id: string): Promise<Segment | null>;
  list(
    question: PageArguments & { readonly filter?: SegmentFilter | null | undefined },
  ): Promise<Connection<Segment>>;
  /** Newest first. */
  versions(segment: Segment): Promise<readonly SegmentVersion[]>;
  /** The rule in force; null for a static segment. */
  rule(segment: Segment): Promise<unknown>;
  /** The rule in plain English; null for a static segment. */
  sentence(segment: Segment): Promise<string | null>;
  /** The rule for React Query Builder; null for a static segment. */
  queryBuilder(segment: Segment): Promise<unknown>;
  memberCount(segment: Segment): Promise<number>;
  /** Through which moment members are right, milliseconds; null before the first count. */
  freshAt(segment: Segment): Promise<number | null>;
  /** The back-fill under way, or null. */
  backfill(segment: Segment): Progress | null;
}

export function createSegmentService(dependencies: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly reader: TenantReader<SegmentDatabase>;
  readonly loaders: SegmentLoaders;
  /** The moment through which the tenant is evaluated, milliseconds; null before the first entry. */
  readonly evaluatedThrough: () => Promise<number | null>;
  readonly backfills: Backfills;
  readonly ruleView: () => Promise<RuleView>;
}): SegmentService {
  const { viewer, cursors, reader, loaders, evaluatedThrough, backfills, ruleView } = dependencies;

  async function versions(segment: Segment): Promise<readonly SegmentVersion[]> {
    requireScope(viewer, 'segment:read');
    const found = await loaders.versions.load(segment.id);
    const view = await ruleView();
    return found.map(({ rule: stored, ...version }) => {
      if (segment.kind === 'STATIC') return { ...version, rule: null, sentence: null, queryBuilder: null };
      const rule = view.rule(requireRule(stored));
      return { ...version, rule: printRule(rule), ...formsOf(rule) };
    });
  }

  async function inForce(segment: Segment): Promise<SegmentVersion | undefined> {
    return (await versions(segment)).find(({ version }) => version === segment.version);
  }

  return {
    async find(id) {
      requireScope(viewer, 'segment:read');
      return isUuid(id) ? loaders.segment.load(id.toLowerCase()) : null;
    },

    async list({ filter, ...page }) {
      requireScope(viewer, 'segment:read');
      const { kinds, statuses, nameContains } = filter ?? {};
      checkNamePart(nameContains);
      const list = `segments ${JSON.stringify([kinds, statuses, nameContains])}`;
      const kind = { list, defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, page);
      const after =
        request.after === null ? null : { name: String(request.after[0]), id: String(request.after[1]) };
      const items = await reader.read((trx) =>
        findSegments(trx, viewer.tenantId, { filter: filter ?? {}, after, limit: request.first + 1 }),
      );
      return toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ name, id }) => [name, id],
        node: (segment) => segment,
      });
    },

    versions,

    rule: async (segment) => (await inForce(segment))?.rule ?? null,

    sentence: async (segment) => (await inForce(segment))?.sentence ?? null,

    queryBuilder: async (segment) => (await inForce(segment))?.queryBuilder ?? null,

    backfill: ({ id }) => backfills.of(viewer.tenantId, id),

    async memberCount({ id }) {
      requireScope(viewer, 'segment:read');
      return loaders.memberCount.load(id);
    },

    async freshAt({ kind, status, countedAt }) {
      requireScope(viewer, 'segment:read');
      if (status !== 'ACTIVE') return null;
      return kind === 'BATCH' ? countedAt : evaluatedThrough();
    },
  };
}

function checkNamePart(nameContains: string | null | undefined): void {
  const invalid = nameContains == null ? null : checkText('filter.nameContains', nameContains, MAX_NAME);
  if (invalid !== null) throw new AppError('BAD_USER_INPUT', `${invalid.field} ${invalid.message}`);
}
