import type { TestTenant } from './graph-fixture.ts';

const DAY = 86_400_000;

/** All of these tests' events lie in it. */
export const range = (now: number) => ({
  from: new Date(now - 30 * DAY).toISOString(),
  to: new Date(now + DAY).toISOString(),
});

/** A rule: so many orders in thirty days. */
const bought = (least: number) => ({
  rule: { event_count: [{ event: 'Order Completed', within: '30d' }, '>=', least] },
});

/** Makes a segment of those who bought so often; gives its id once it has its members everywhere. */
export function createBuyers(
  tenant: TestTenant,
  name: string,
  least: number,
  kind: 'REALTIME' | 'BATCH' = 'REALTIME',
): Promise<string> {
  return createSegment(tenant, { name, kind, rule: bought(least) });
}

/** Makes a segment; gives its id once it has its members everywhere. */
export async function createSegment(
  tenant: TestTenant,
  input: { readonly name: string; readonly kind: string; readonly rule?: object },
): Promise<string> {
  const { made } = await tenant.ask<{ readonly made: { readonly segment?: { readonly id: string } } }>(
    `mutation ($input: CreateSegmentInput!) {
      made: createSegment(input: $input) { ... on SegmentChanged { segment { id } } }
    }`,
    { input },
  );
  if (made.segment === undefined) throw new Error(`${input.name} is refused`);
  await tenant.settled();
  return made.segment.id;
}

export interface MemberAnswers {
  readonly topPaths: {
    readonly units: number;
    readonly paths: readonly { readonly steps: readonly string[]; readonly profiles: number }[];
  };
  readonly funnel: { readonly levels: readonly { readonly profiles: number }[] };
}

export const funnelSteps = ['Product Viewed', 'Product Added', 'Order Completed'] as const;

export const memberQuestion = `query ($from: DateTime!, $to: DateTime!, $steps: [String!]!, $segmentId: ID) {
  topPaths(from: $from, to: $to, unit: PROFILE, first: 200, segmentId: $segmentId) { units paths { steps profiles } }
  funnel(from: $from, to: $to, steps: $steps, segmentId: $segmentId) { levels { profiles } }
}`;

/** Paths of whole customers and a funnel, in the form in which they are counted by hand. */
export async function askMembers(
  tenant: TestTenant,
  segmentId: string,
  now: number,
): Promise<{ readonly paths: Readonly<Record<string, number>>; readonly funnel: readonly number[] }> {
  const variables = { ...range(now), steps: funnelSteps, segmentId };
  const { topPaths, funnel } = await tenant.ask<MemberAnswers>(memberQuestion, variables);
  return {
    paths: Object.fromEntries(topPaths.paths.map(({ steps, profiles }) => [steps.join(' > '), profiles])),
    funnel: funnel.levels.map(({ profiles }) => profiles),
  };
}
