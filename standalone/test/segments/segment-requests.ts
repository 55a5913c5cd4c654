import { expect } from 'vitest';
import type { SegmentTenant } from './segment-fixture.ts';

const answer = `
  __typename
  ... on SegmentChanged { segment { id name kind status version rule sentence } }
  ... on SegmentRefused { reason message }
  ... on InvalidRule { faults { path message } }
  ... on InvalidInput { field message }`;

type Mutation = 'create' | 'update' | 'archive' | 'duplicate' | 'recompute';

export interface Answer {
  readonly __typename: string;
  readonly segment?: { readonly id: string; readonly version: number; readonly name: string };
  readonly reason?: string;
  readonly field?: string;
  readonly message?: string;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
}

/** The answer of a mutation, once everything that follows from it is done. */
export async function change(tenant: SegmentTenant, mutation: Mutation, input: object): Promise<Answer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}SegmentInput`;
  const source = `mutation ($input: ${type}!) { answer: ${mutation}Segment(input: $input) { ${answer} } }`;
  const { answer: given } = await tenant.ask<{ readonly answer: Answer }>(source, { input });
  await tenant.settled();
  return given;
}

/** Id of a segment that is made; throws when it is refused. */
export async function create(tenant: SegmentTenant, input: object): Promise<string> {
  const made = await change(tenant, 'create', input);
  if (made.segment === undefined) throw new Error(JSON.stringify(made));
  return made.segment.id;
}

interface Members {
  readonly segment: {
    readonly memberCount: number;
    readonly lastError: string | null;
    readonly members: { readonly edges: readonly { readonly node: { readonly id: string } }[] };
  };
}

/** Profile ids of a segment's members, sorted. */
export async function membersOf(tenant: SegmentTenant, id: string): Promise<readonly string[]> {
  const source = `query ($id: ID!) {
    segment(id: $id) { memberCount lastError members(first: 100) { edges { node { id } } } }
  }`;
  const { segment } = await tenant.ask<Members>(source, { id });
  expect(segment.lastError).toBeNull();
  expect(segment.memberCount).toBe(segment.members.edges.length);
  return segment.members.edges.map(({ node }) => node.id).toSorted();
}

export interface Activity {
  readonly kind: string;
  readonly reason: string;
  readonly version: number;
  readonly at: string;
  readonly id: string;
  readonly profile: { readonly id: string } | null;
  readonly segment: { readonly id: string };
}

/** Who entered and left, in order. */
export async function activityOf(tenant: SegmentTenant, segmentId?: string): Promise<readonly Activity[]> {
  const source = `query ($segmentId: ID) { segmentActivity(segmentId: $segmentId, first: 500) {
    nodes { id kind reason version at profile { id } segment { id } } } }`;
  const { segmentActivity } = await tenant.ask<{
    readonly segmentActivity: { readonly nodes: readonly Activity[] };
  }>(source, { segmentId });
  return segmentActivity.nodes;
}

/** A rule: so many orders in thirty days. */
export const bought = (n: number) => ({
  rule: { event_count: [{ event: 'Order Completed', within: '30d' }, '>=', n] },
});

export const order = (user: string, at?: number) => ({
  who: { user_id: user },
  event: 'Order Completed',
  ...(at === undefined ? {} : { at }),
});
