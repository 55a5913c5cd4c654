import { maskIdentifier } from '@customer360/masking';
import { AppError, requireScope, type Viewer } from '@customer360/service';
import { readCount } from '../input/checks.ts';
import type { Profile } from '../profiles/profile.ts';
import { aqlFile } from '../store/aql-file.ts';
import type { IdentifierDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { TenantQueries } from '../store/tenant-queries.ts';
import { nodesBehindHubs } from './behind-hubs.ts';
import type { IdentifierValueLoader } from './identifier-values.ts';
import { toIdentityEdge, vertexOf, type IdentityEdge, type StoredLink } from './identity-edge.ts';
import { DEFAULT_HUB_DEGREE, toIdentityNode, type IdentityNode } from './identity-node.ts';
import { inPathOrder, toLinkPath, type FoundPath, type LinkPath } from './link-path.ts';

export interface IdentityGraph {
  /** Oldest first. */
  readonly nodes: readonly IdentityNode[];
  readonly edges: readonly IdentityEdge[];
  /** True when identifiers were left out. */
  readonly truncated: boolean;
}

export interface LinkExplanation {
  /** True when both belong to one profile now. */
  readonly linked: boolean;
  /** Five at most. */
  readonly paths: readonly LinkPath[];
}

export interface IdentityGraphService {
  ofProfile(profile: Profile, question: IdentityGraphInput): Promise<IdentityGraph>;
  /** Null when one of them is not an identifier of the tenant. */
  whyLinked(a: string, b: string): Promise<LinkExplanation | null>;
  /** The normalised value, masked without `profile:pii`; null when it was erased or there never was one. */
  valueOf(node: IdentityNode): Promise<string | null>;
}

export interface IdentityGraphInput {
  readonly first?: number | null | undefined;
  readonly hubDegree?: number | null | undefined;
}

const MAX_EDGES = 10_000;
/** Shortest paths that are looked at, of which the first five are shown. */
const MAX_PATHS = 100;
const SHOWN_PATHS = 5;

export const identifiersOfProfile = aqlFile(import.meta.url, './identifiers-of-profile.aql');
export const identifiersById = aqlFile(import.meta.url, './identifiers-by-id.aql');
export const linksAmong = aqlFile(import.meta.url, './links-among.aql');
export const whyLinked = aqlFile(import.meta.url, './why-linked.aql');

export function createIdentityGraphService(options: {
  readonly queries: TenantQueries;
  readonly viewer: Viewer;
  readonly values: Pick<IdentifierValueLoader, 'load'>;
}): IdentityGraphService {
  const { queries, viewer, values } = options;
  const { tenantId } = queries;

  async function edgesAmong(nodes: readonly IdentityNode[]): Promise<readonly IdentityEdge[]> {
    const isHeavy = ({ degree }: IdentityNode) => degree > DEFAULT_HUB_DEGREE;
    const vertices = (some: readonly IdentityNode[]) => some.map(({ id }) => vertexOf(tenantId, id));
    const links = await queries.run<StoredLink>(linksAmong, {
      all: vertices(nodes),
      light: vertices(nodes.filter((node) => !isHeavy(node))),
      heavy: vertices(nodes.filter(isHeavy)),
      limit: MAX_EDGES + 1,
    });
    if (links.length <= MAX_EDGES) return links.map(toIdentityEdge);
    throw new AppError(
      'LIMIT_EXCEEDED',
      `There are more than ${MAX_EDGES} links: ask for fewer identifiers.`,
    );
  }

  return {
    async ofProfile(profile, input) {
      requireScope(viewer, 'journey:read');
      const first = readCount('first', input.first, { default: 50, min: 1, max: 200 });
      const limits = { default: DEFAULT_HUB_DEGREE, min: 1, max: 10_000 };
      const hubDegree = readCount('hubDegree', input.hubDegree, limits);
      const parameters = { profileId: profile.id, limit: first + 1 };
      const found = await queries.run<IdentifierDocument>(identifiersOfProfile, parameters);
      const nodes = found.slice(0, first).map((document) => toIdentityNode(document, hubDegree));
      const start = nodes.find(({ type }) => type === 'user_id') ?? nodes[0];
      if (start === undefined) return { nodes: [], edges: [], truncated: false };
      const edges = await edgesAmong(nodes);
      const behind = nodesBehindHubs(start, nodes, edges);
      return {
        nodes: nodes.filter(({ id }) => !behind.has(id)),
        edges: edges.filter(({ source, target }) => !behind.has(source) && !behind.has(target)),
        truncated: found.length > first || behind.size > 0,
      };
    },

    async whyLinked(a, b) {
      requireScope(viewer, 'journey:read');
      const keys = [keyOf(tenantId, a), keyOf(tenantId, b)];
      const found = await queries.run<IdentifierDocument>(identifiersById, { keys });
      const one = found.find(({ identifierId }) => identifierId === a);
      const other = found.find(({ identifierId }) => identifierId === b);
      if (one === undefined || other === undefined) return null;
      const paths = await queries.run<FoundPath>(whyLinked, {
        from: vertexOf(tenantId, a),
        to: vertexOf(tenantId, b),
        limit: MAX_PATHS,
      });
      const whole = paths.flatMap((path) => toLinkPath(path, { tenantId, a, b }) ?? []);
      return {
        linked: one.profileId === other.profileId,
        paths: whole.toSorted(inPathOrder).slice(0, SHOWN_PATHS),
      };
    },

    async valueOf({ id, type }) {
      const value = (await values.load(id))?.value ?? null;
      if (value === null || viewer.scopes.has('profile:pii')) return value;
      return maskIdentifier(type, value);
    },
  };
}
