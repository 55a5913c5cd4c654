import { requireScope, type Viewer } from '@customer360/service';
import {
  readPageRequest,
  toConnection,
  type Connection,
  type Cursors,
  type Edge,
  type PageArguments,
  type TenantReader,
} from '@customer360/subgraph';
import type { Profile } from '../profiles/profile.ts';
import type { Segment } from '../segments/segment.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { countMembersWith, findMembers, type Member } from './member-repository.ts';

export type MemberEdge = Edge<Profile> & { readonly enteredAt: number };

export interface MemberConnection extends Pick<Connection<Profile>, 'pageInfo'> {
  readonly edges: readonly MemberEdge[];
  /** Members that did not grant the purpose; 0 when none was named. */
  withheld(): Promise<number>;
  /** The withheld ones not counted. */
  totalCount(): Promise<number>;
}

/** Who is in a segment, for who may read profiles. */
export interface MemberService {
  list(
    segment: Segment,
    question: PageArguments & {
      readonly purpose?: string | null | undefined;
      /** Members of this moment, milliseconds; those of now when left out. */
      readonly at?: number | null | undefined;
    },
  ): Promise<MemberConnection>;
}

export function createMemberService({
  viewer,
  cursors,
  reader,
  clock,
}: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly reader: TenantReader<SegmentDatabase>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): MemberService {
  const { tenantId } = viewer;
  return {
    async list({ id: segmentId }, { purpose = null, at: memberAt = null, ...page }) {
      requireScope(viewer, 'segment:read');
      requireScope(viewer, 'profile:read');
      const kind = { list: `members ${segmentId} ${purpose} ${memberAt}`, defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, page);
      const question = { segmentId, purpose, memberAt, at: clock() };
      const everybody = { ...question, purpose: null };
      const items = await reader.read((trx) =>
        findMembers(trx, tenantId, { ...question, after: toMember(request.after), limit: request.first + 1 }),
      );
      const connection = toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ enteredAt, profileId }) => [enteredAt, profileId],
        node: ({ profileId }): Profile => ({ id: profileId }),
      });
      const count = (asked: typeof question) => reader.read((trx) => countMembersWith(trx, tenantId, asked));
      return {
        pageInfo: connection.pageInfo,
        edges: connection.edges.map((edge, index) => withMoment(edge, items[index]?.enteredAt ?? 0)),
        totalCount: () => count(question),
        withheld: async () => (purpose === null ? 0 : (await count(everybody)) - (await count(question))),
      };
    },
  };
}

function withMoment(edge: Edge<Profile>, enteredAt: number): MemberEdge {
  return {
    enteredAt,
    node: edge.node,
    get cursor() {
      return edge.cursor;
    },
  };
}

function toMember(place: readonly (string | number)[] | null): Member | null {
  return place === null ? null : { enteredAt: Number(place[0]), profileId: String(place[1]) };
}
