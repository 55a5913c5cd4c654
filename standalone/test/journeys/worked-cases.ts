import type {
  CaseEvent,
  WorkedCase,
} from '../../../subgraphs/journey-graph/test/conformance/journeys-file.ts';
import { caseAsks } from '../../../subgraphs/journey-graph/test/conformance/ask-case.ts';
import type { TrackingMessage } from '../../src/loaders/tracking-message.ts';
import { apiAnswers, toInput } from './api-answers.ts';
import type { TestTenant } from './graph-fixture.ts';
import { allSessions } from './profile-questions.ts';

/** What the worked cases call a conversion with a value. */
export const caseMapping = { conversions: { G: { value: 'properties.revenue' } } };

/** The events of a case as messages of the tracking API, in their order. */
export function toMessages(events: readonly CaseEvent[]): readonly TrackingMessage[] {
  return events.map(({ profile, ts, step, channel, campaign, valueCents }, place) => ({
    type: 'track',
    messageId: `event-${place}`,
    timestamp: new Date(ts).toISOString(),
    userId: profile,
    event: step,
    properties: valueCents === undefined ? {} : { revenue: valueCents / 100 },
    context: { campaign: { medium: channel ?? null, name: campaign ?? null } },
  }));
}

/** The answer of the API to a case, in the form of what is expected. */
export async function askCase(tenant: TestTenant, worked: WorkedCase): Promise<unknown> {
  const own = profileAsks[worked.ask];
  if (own !== undefined) return own(tenant, worked);
  const shared = caseAsks[worked.ask];
  if (shared === undefined) throw new Error(`nobody knows how to ask ${worked.ask}`);
  return shared(apiAnswers(tenant), worked);
}

type Ask = (tenant: TestTenant, worked: WorkedCase) => Promise<unknown>;

const profileAsks: Readonly<Record<string, Ask>> = {
  async sessions(tenant, { expect }) {
    const sessions = [...(await allSessions(tenant)).values()].flat();
    if (typeof expect === 'number') return sessions.length;
    const channels = Map.groupBy(sessions, ({ channel }) => channel ?? '(none)');
    return Object.fromEntries([...channels].map(([channel, some]) => [channel, some.length]));
  },

  async engagement(tenant, { params }) {
    const profileId = await idOf(tenant, String(params['profile']));
    const { engagement } = await tenant.ask<{ engagement: { nodes: readonly { touchpoints: number }[] } }>(
      `query($profileId: ID!, $from: DateTime!, $to: DateTime!) {
        engagement(profileId: $profileId, from: $from, to: $to) { nodes { touchpoints } } }`,
      { profileId, from: params.from, to: params.to },
    );
    return engagement.nodes.map(({ touchpoints }) => touchpoints);
  },

  async similarJourneys(tenant, { params }) {
    const id = await idOf(tenant, String(params['profile']));
    const { profile } = await tenant.ask<{ profile: { similarJourneys: readonly Similar[] } }>(
      `query($id: ID!, $minSimilarity: Float, $first: Int) { profile(id: $id) {
        similarJourneys(minSimilarity: $minSimilarity, first: $first) {
          similarity profile { identifiers(first: 5) { nodes { type value } } } } } }`,
      { id, minSimilarity: params['minSimilarity'], first: toInput('first', params['first']) },
    );
    return profile.similarJourneys.map(({ similarity, profile: other }) => [
      other.identifiers.nodes.find(({ type }) => type === 'user_id')?.value,
      similarity,
    ]);
  },
};

interface Similar {
  readonly similarity: number;
  readonly profile: {
    readonly identifiers: { readonly nodes: readonly { readonly type: string; readonly value: string }[] };
  };
}

async function idOf(tenant: TestTenant, userId: string): Promise<string> {
  const { profileByIdentifier } = await tenant.ask<{ profileByIdentifier: { id: string } }>(
    'query($value: String!) { profileByIdentifier(type: "user_id", value: $value) { id } }',
    { value: userId },
  );
  return profileByIdentifier.id;
}
