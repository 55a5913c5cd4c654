import { ownEntry } from '@customer360/event-log';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrackingMessage } from '../../src/loaders/tracking-message.ts';
import { openGraphFixture, type GraphFixture, type TestTenant } from './graph-fixture.ts';

let fixture: GraphFixture;
let tenant: TestTenant;
const DAY = 86_400_000;
const start = Date.now() - 20 * DAY;

beforeAll(async () => {
  fixture = await openGraphFixture();
  tenant = await fixture.tenant('blocked-values');
  await tenant.send([
    ...visit({ userId: 'ann' }, 'ann'),
    ...visit({ userId: 'bob' }, 'bob'),
    ...visit({ anonymousId: 'kiosk' }, 'kiosk'),
    // A value that names nobody from its birth.
    ...visit({ anonymousId: 'null' }, 'null'),
  ]);
  await tenant.settled();
}, 60_000);
afterAll(() => fixture.close());

function visit(who: { userId?: string; anonymousId?: string }, name: string): TrackingMessage[] {
  return ['Looked', 'Order Completed'].map((event, place) => ({
    ...who,
    type: 'track',
    messageId: `${name}-${place}`,
    event,
    timestamp: new Date(start + place * 60_000).toISOString(),
    properties: { revenue: 10 },
    context: { campaign: { source: 'news', medium: 'email' } },
  }));
}

/** How many people, or what they did, each question counts. */
async function ask(): Promise<Readonly<Record<string, number>>> {
  const range = `from: "${new Date(start - DAY).toISOString()}", to: "${new Date().toISOString()}"`;
  const ann = await profileOf('user_id', 'ann');
  const data = await tenant.ask<Answers>(
    `query ($ann: ID!) {
      topPaths(${range}) { units }
      profilePaths: topPaths(${range}, unit: PROFILE) { units }
      sankey(${range}) { units }
      funnel(${range}, steps: ["Looked", "Order Completed"]) { converted }
      strict: funnel(${range}, steps: ["Looked", "Order Completed"], order: STRICT) { converted }
      attribution(${range}, model: LINEAR) { conversions }
      pathsToConversion(${range}) { nodes { value } }
      cohortRetention(${range}) { profiles }
      buyers: cohortRetention(${range}, cohortStep: "Order Completed") { profiles }
      churnDropOff(${range.split(',')[0] ?? ''}, asOf: "${new Date().toISOString()}", inactive: "P1D") { churned }
      profile(id: $ann) {
        nextBestSteps(step: "Looked", minSupport: 1) { visits }
        similarJourneys(minSimilarity: 0.5) { profile { id } }
      }
    }`,
    { ann },
  );
  const { profile, pathsToConversion, ...counts } = data;
  return {
    ...Object.fromEntries(Object.entries(counts).map(([name, one]) => [name, Object.values(one)[0] ?? -1])),
    pathsToConversion: pathsToConversion.nodes.length,
    nextBestSteps: profile.nextBestSteps.visits,
    others: profile.similarJourneys.length + 1,
  };
}

interface Answers extends Readonly<Record<string, object>> {
  readonly pathsToConversion: { readonly nodes: readonly unknown[] };
  readonly profile: {
    readonly nextBestSteps: { readonly visits: number };
    readonly similarJourneys: readonly unknown[];
  };
}

async function profileOf(type: string, value: string): Promise<string> {
  const { profileByIdentifier: found } = await tenant.ask<{
    readonly profileByIdentifier: { readonly id: string };
  }>('query ($type: String!, $value: String!) { profileByIdentifier(type: $type, value: $value) { id } }', {
    type,
    value,
  });
  return found.id;
}

async function change(command: 'blockIdentifier' | 'unblockIdentifier', value: string): Promise<void> {
  const identifiers = [{ type: 'anonymous_id', value }];
  const entry = {
    sourceId: 'graphql',
    messageId: `${command} ${value}`,
    payload: JSON.stringify({ command }),
  };
  await fixture.pipeline.log.append(tenant.id, [
    ownEntry({ ...entry, kind: 'command', identifiers }, Date.now()),
  ]);
  await tenant.settled();
}

const all = async () => new Set(Object.values(await ask()));

test('no question about customers counts the quarantined, who still have a timeline', async () => {
  expect(await all()).toEqual(new Set([3]));
  await change('blockIdentifier', 'kiosk');
  expect(await all()).toEqual(new Set([2]));

  const kiosk = await profileOf('anonymous_id', 'kiosk');
  const { profile } = await tenant.ask<{ readonly profile: object }>(
    `query ($kiosk: ID!) { profile(id: $kiosk) { quarantined
      timeline(first: 5) { nodes { touchpoints(first: 5) { nodes { event } } } } } }`,
    { kiosk },
  );
  const touchpoints = { nodes: [{ event: 'Looked' }, { event: 'Order Completed' }] };
  expect(profile).toEqual({ quarantined: true, timeline: { nodes: [{ touchpoints }] } });

  await change('unblockIdentifier', 'kiosk');
  expect(await all()).toEqual(new Set([3]));
  await change('unblockIdentifier', 'null');
  expect(await all()).toEqual(new Set([4]));
}, 60_000);
