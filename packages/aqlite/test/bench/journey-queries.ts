import type { Value } from '../../src/values/value.ts';
import { start } from './journey-data.ts';

export interface BenchQuery {
  readonly name: string;
  readonly text: string;
  readonly bindVars: Readonly<Record<string, Value>>;
  /** The median that is asked for, in milliseconds. */
  readonly targetMs: number;
}

const range = { t: 'tenant-one', from: start, to: start + 90 * 86_400_000 };

export const journeyQueries: readonly BenchQuery[] = [
  {
    name: 'top paths',
    targetMs: 500,
    text: `FOR s IN sessions
      FILTER s.tenantId == @t AND s.startedAt >= @from AND s.startedAt < @to
      LET kept = s.steps[* FILTER CURRENT NOT IN @exclude]
      FILTER LENGTH(kept) > 0
      LET path = (FOR i IN 0..LENGTH(kept) - 1 FILTER i == 0 OR kept[i] != kept[i - 1] RETURN kept[i])
      COLLECT steps = path AGGREGATE n = COUNT(1), profiles = COUNT_DISTINCT(s.profileId)
      SORT n DESC, steps[* RETURN TO_HEX(CURRENT)] LIMIT 10
      RETURN { steps, n, profiles }`,
    bindVars: { ...range, exclude: ['Help'] },
  },
  {
    name: 'journeys by profile',
    targetMs: 700,
    text: `FOR s IN sessions
      FILTER s.tenantId == @t AND s.startedAt >= @from AND s.startedAt < @to
      COLLECT profileId = s.profileId INTO g = { at: s.startedAt, steps: s.steps, times: s.times, channels: s.channels }
      LET ordered = (FOR x IN g SORT x.at RETURN x)
      LET touches = FLATTEN(ordered[* RETURN CURRENT.steps])
      LET flat = (FOR x IN ordered FOR i IN 0..LENGTH(x.steps) - 1 RETURN { step: x.steps[i], at: x.times[i], channel: x.channels[i] })
      COLLECT AGGREGATE n = COUNT(1), most = MAX(LENGTH(touches)), total = SUM(LENGTH(flat))
      RETURN { n, most, total }`,
    bindVars: range,
  },
  {
    name: 'funnel rows',
    targetMs: 500,
    text: `FOR e IN events
      FILTER e.tenantId == @t AND e.step IN @steps AND e.ts >= @from AND e.ts < @to
      COLLECT profileId = e.profileId INTO g = { s: e.step, t: e.ts }
      RETURN [profileId, LENGTH(g)]`,
    bindVars: {
      ...range,
      steps: ['Home', 'Search', 'Product', 'Cart', 'Checkout', 'Order Completed', 'Help', 'Account'],
    },
  },
  {
    name: 'page of a hub',
    targetMs: 5,
    text: 'WITH vertices FOR v, e IN 1..1 OUTBOUND @hub edges LIMIT 50 RETURN [v._key, e._key]',
    bindVars: { hub: 'vertices/hub' },
  },
  {
    name: 'search beside a hub',
    targetMs: 5,
    text: `WITH vertices FOR v IN 1..4 ANY @from edges
      PRUNE v.degree > @max OPTIONS { order: "bfs", uniqueVertices: "global" } RETURN v._key`,
    bindVars: { from: 'vertices/near0', max: 1000 },
  },
  {
    name: 'latest page',
    targetMs: 5,
    text: `FOR e IN events FILTER e.tenantId == @t AND e.profileId == @profile
      SORT e.ts DESC, e.position DESC LIMIT 50 RETURN e`,
    bindVars: { t: 'tenant-one', profile: 'profile-7' },
  },
];
