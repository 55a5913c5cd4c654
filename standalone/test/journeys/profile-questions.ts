import type { Params } from '../../../subgraphs/journey-graph/test/conformance/journeys-file.ts';
import type { TestTenant } from './graph-fixture.ts';

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

interface Touchpoint {
  readonly step: string;
  readonly timestamp: string;
}

interface SessionNode {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly channel: string | null;
  readonly value: number;
  readonly touchpointCount: number;
  readonly touchpoints: { readonly nodes: readonly Touchpoint[] };
}

interface Timeline {
  readonly nodes: readonly SessionNode[];
  readonly pageInfo: PageInfo;
}

const sessionFields = `nodes { startedAt endedAt channel value touchpointCount
  touchpoints(first: 40) { nodes { step timestamp } } } pageInfo { hasNextPage endCursor }`;

/** All sessions of all profiles, by profile id, newest first, page by page. */
export async function allSessions(tenant: TestTenant): Promise<ReadonlyMap<string, readonly SessionNode[]>> {
  const sessions = new Map<string, SessionNode[]>();
  for (let after: string | null = null; ;) {
    const { profiles }: ProfilePage = await tenant.ask(
      `query($after: String) { profiles(first: 15, after: $after, orderBy: FIRST_SEEN_ASC) {
        nodes { id timeline(first: 60) { ${sessionFields} } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    for (const { id, timeline } of profiles.nodes) {
      sessions.set(id, [...timeline.nodes, ...(await restOf(tenant, id, timeline.pageInfo))]);
    }
    if (!profiles.pageInfo.hasNextPage) return sessions;
    after = profiles.pageInfo.endCursor;
  }
}

interface ProfilePage {
  readonly profiles: {
    readonly nodes: readonly { readonly id: string; readonly timeline: Timeline }[];
    readonly pageInfo: PageInfo;
  };
}

async function restOf(tenant: TestTenant, id: string, first: PageInfo): Promise<readonly SessionNode[]> {
  const rest: SessionNode[] = [];
  for (let page = first; page.hasNextPage;) {
    const { profile }: { profile: { timeline: Timeline } } = await tenant.ask(
      `query($id: ID!, $after: String) { profile(id: $id) { timeline(first: 100, after: $after) { ${sessionFields} } } }`,
      { id, after: page.endCursor },
    );
    rest.push(...profile.timeline.nodes);
    page = profile.timeline.pageInfo;
  }
  return rest;
}

/** What the questions `sessions` of journeys.json ask, from the timelines of all profiles. */
export function describeSessions(sessionsOf: ReadonlyMap<string, readonly SessionNode[]>): unknown {
  const withSessions = [...sessionsOf.values()].filter(({ length }) => length > 0);
  const sessions = withSessions.flat();
  const counts = sessions.map(({ touchpointCount }) => touchpointCount).toSorted((a, b) => a - b);
  const durations = sessions.map(({ startedAt, endedAt }) => Date.parse(endedAt) - Date.parse(startedAt));
  return {
    profiles: withSessions.length,
    events: sum(counts),
    sessions: sessions.length,
    medianEvents: medianOf(counts),
    maxEvents: counts.at(-1),
    totalDurationMs: sum(durations),
    maxDurationMs: durations.reduce((a, b) => Math.max(a, b), 0),
    crossingMidnightUtc: sessions.filter(
      ({ startedAt, endedAt }) => startedAt.slice(0, 10) !== endedAt.slice(0, 10),
    ).length,
    sameInstantAsPrevious: sum(withSessions.map(repeatedInstants)),
    byChannel: countBy(sessions.map(({ channel }) => channel ?? '(none)')),
    valueCents: sum(sessions.map(({ value }) => value)),
    steps: countBy(sessions.flatMap(({ touchpoints }) => touchpoints.nodes.map(({ step }) => step))),
  };
}

function repeatedInstants(sessions: readonly SessionNode[]): number {
  const instants = sessions
    .toReversed()
    .flatMap(({ touchpoints }) => touchpoints.nodes.map((one) => one.timestamp));
  return instants.filter((instant, place) => instant === instants[place - 1]).length;
}

function countBy(keys: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(keys, (key) => key)].map(([key, some]) => [key, some.length]));
}

function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** What the questions `nextBestSteps` of journeys.json ask; anybody's profile does, as the step is given. */
export async function askNextBestSteps(tenant: TestTenant, params: Params): Promise<unknown> {
  const { profiles } = await tenant.ask<{ profiles: { nodes: readonly { nextBestSteps: NextBestSteps }[] } }>(
    `query($step: String, $goal: String, $horizon: Int, $unit: JourneyUnit, $from: DateTime, $to: DateTime,
        $minSupport: Int, $first: Int) {
      profiles(first: 1) { nodes { nextBestSteps(step: $step, goal: $goal, horizon: $horizon, unit: $unit,
        from: $from, to: $to, minSupport: $minSupport, first: $first) {
          visits endProbability steps { step support probability goalProbability score } } } } }`,
    { ...params, step: params['state'] },
  );
  const answer = profiles.nodes[0]?.nextBestSteps;
  return { visits: answer?.visits, endProbability: answer?.endProbability, rows: answer?.steps };
}

interface NextBestSteps {
  readonly visits: number;
  readonly endProbability: number | null;
  readonly steps: readonly unknown[];
}
