import { requireScope, type Viewer } from '@customer360/service';
import {
  type Connection,
  type Cursors,
  type Edge,
  isUuid,
  type PageArguments,
  readPageRequest,
  toConnection,
} from '@customer360/subgraph';
import type DataLoader from 'dataloader';
import type { Profile } from '../profiles/profile.ts';
import type { SegmentLoaders } from '../segments/segment-loaders.ts';
import type { Segment } from '../segments/segment.ts';
import type { ProfileMembership } from './member-repository.ts';
import type { SegmentReason } from './find-reasons.ts';
import type { ReasonReader } from './reason-reader.ts';

/** A membership as an edge from the person to the segment. */
export interface ProfileSegmentEdge extends Edge<Segment> {
  readonly membership: ProfileMembership;
}

export interface ProfileSegmentConnection extends Omit<Connection<Segment>, 'edges'> {
  readonly edges: readonly ProfileSegmentEdge[];
}

/** What a person is in and why, for who may read segments. */
export interface ProfileSegmentService {
  list(profile: Profile, page: PageArguments): Promise<ProfileSegmentConnection>;
  /** Empty for a static segment. */
  reasons(edge: ProfileSegmentEdge): Promise<readonly SegmentReason[]>;
}

export function createProfileSegmentService({
  viewer,
  cursors,
  memberships,
  segments,
  readReasons,
}: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  /** By profile id, latest entered first. */
  readonly memberships: DataLoader<string, readonly ProfileMembership[]>;
  readonly segments: SegmentLoaders;
  readonly readReasons: ReasonReader;
}): ProfileSegmentService {
  return {
    async list({ id }, page) {
      requireScope(viewer, 'segment:read');
      const kind = { list: `segments of ${id}`, defaultSize: 20, maxSize: 100 };
      const request = readPageRequest(cursors, kind, page);
      // Nobody is in more segments than there are, so a page is cut from all of them.
      const all = isUuid(id) ? await memberships.load(id.toLowerCase()) : [];
      const [at, after] = request.after ?? [];
      const rest =
        after === undefined
          ? all
          : all.filter(
              ({ enteredAt, segmentId }) =>
                enteredAt < Number(at) || (enteredAt === at && segmentId > String(after)),
            );
      const items = await Promise.all(
        rest.slice(0, request.first + 1).map(async (membership) => {
          const segment = await segments.segment.load(membership.segmentId);
          if (segment === null)
            throw new Error(`Segment ${membership.segmentId} has members and is not there`);
          return { membership, segment };
        }),
      );
      const connection = toConnection(cursors, {
        kind,
        request,
        items,
        place: ({ membership }) => [membership.enteredAt, membership.segmentId],
        node: ({ segment }) => segment,
      });
      return {
        ...connection,
        edges: items.slice(0, request.first).map(({ membership, segment }, index) => ({
          membership,
          node: segment,
          get cursor() {
            return connection.edges[index]?.cursor ?? '';
          },
        })),
      };
    },

    async reasons({ membership, node }) {
      requireScope(viewer, 'segment:read');
      return node.kind === 'STATIC' ? [] : readReasons(membership);
    },
  };
}
