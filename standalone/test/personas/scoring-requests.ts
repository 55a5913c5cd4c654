import { vi } from 'vitest';
import type { SegmentTenant } from '../segments/segment-fixture.ts';

export interface Run {
  readonly id: string;
  readonly status: string;
  readonly asOf: string;
  readonly error: string | null;
  readonly warnings: readonly string[];
  readonly progress: { readonly done: number; readonly total: number };
}

const run = 'id status asOf error warnings progress { done total }';

/** The answer of `startScoring`. */
export async function startScoring(
  tenant: SegmentTenant,
  input: object,
): Promise<
  Partial<Run> & { readonly __typename: string; readonly field?: string; readonly message?: string }
> {
  const { startScoring: answer } = await tenant.ask<{
    readonly startScoring: Partial<Run> & { readonly __typename: string };
  }>(
    `mutation ($input: StartScoringInput!) { startScoring(input: $input) {
      __typename ... on ScoringRun { ${run} } ... on InvalidInput { field message } ... on IdempotencyConflict { message } } }`,
    { input },
  );
  return answer;
}

/** The run once it has ended. */
export async function score(tenant: SegmentTenant, input: object, patience = 30_000): Promise<Run> {
  const { id } = await startScoring(tenant, input);
  const read = async () =>
    tenant.ask<{ readonly scoringRun: Run }>(`query ($id: ID!) { scoringRun(id: $id) { ${run} } }`, { id });
  return vi.waitUntil(
    async () => {
      const { scoringRun } = await read();
      return scoringRun.status === 'RUNNING' ? null : scoringRun;
    },
    { timeout: patience, interval: 100 },
  );
}

export interface ArchetypeAnswer {
  readonly code: string;
  readonly name: string;
  readonly status: string;
  readonly version: number;
  readonly size: number;
  readonly summary: string;
  readonly centre: Readonly<Record<string, number>> | null;
}

export async function archetypes(tenant: SegmentTenant): Promise<readonly ArchetypeAnswer[]> {
  const source = '{ archetypes { code name status version size summary centre } }';
  return (await tenant.ask<{ readonly archetypes: readonly ArchetypeAnswer[] }>(source)).archetypes;
}

/** The answer of a change of an archetype. */
export async function changeArchetype(
  tenant: SegmentTenant,
  mutation: 'save' | 'retire',
  input: object,
): Promise<Readonly<Record<string, unknown>>> {
  const type = `${mutation === 'save' ? 'Save' : 'Retire'}ArchetypeInput`;
  const { answer } = await tenant.ask<{ readonly answer: Readonly<Record<string, unknown>> }>(
    `mutation ($input: ${type}!) { answer: ${mutation}Archetype(input: $input) {
      __typename
      ... on ArchetypeChanged { archetype { code name status version nextBestAction } }
      ... on SegmentRefused { reason message }
      ... on InvalidInput { field message } } }`,
    { input },
  );
  return answer;
}

/** What segments say of a person, by profile id. */
export async function describeProfile(
  tenant: SegmentTenant,
  id: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { _entities: found } = await tenant.ask<{
    readonly _entities: readonly Readonly<Record<string, unknown>>[];
  }>(
    `query ($these: [_Any!]!) { _entities(representations: $these) { ... on Profile {
      lifecycleStage
      persona { version score nextBestAction computedAt expiresAt archetype { code name version } components { feature score } }
      scores { recency frequency monetary rfmCell lifetimeValue probabilityAlive churnRisk lifecycleRule computedAt }
      computedTraits { name value freshAt } } } }`,
    { these: [{ __typename: 'Profile', id }] },
  );
  const [profile] = found;
  if (profile === undefined) throw new Error(`no answer for ${id}`);
  return profile;
}
