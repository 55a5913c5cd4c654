import { percentile } from '../bench.ts';

/** Asks a GraphQL question; throws when there is an error. */
export type Ask = (query: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

interface Question {
  readonly figure: string;
  readonly query: string;
  /** The figure's unit, in milliseconds. */
  readonly unitMs: number;
  /** Which of the times is the figure. */
  readonly share: number;
}

const DAY = 86_400_000;
/** Longer than the events reach back. */
const RANGE_DAYS = 100;
const RANGE = '$from: DateTime!, $to: DateTime!';
const PROFILE = 'query ($profile: [_Any!]!) { _entities(representations: $profile) { ... on Profile';

const questions: readonly Question[] = [
  {
    figure: 'timelineAnswerP95Ms',
    query: `${PROFILE} { timeline(first: 50) { nodes { id startedAt endedAt channel touchpointCount value } } } } }`,
    unitMs: 1,
    share: 0.95,
  },
  {
    figure: 'identityHubMs',
    query: `${PROFILE} { identityGraph(first: 50, hubDegree: 500) { nodes { id degree hub } truncated } } } }`,
    unitMs: 1,
    share: 0.5,
  },
  {
    figure: 'funnelSeconds',
    query: `query (${RANGE}) {
      funnel(steps: ["Product Viewed", "Product Added", "Order Completed"], from: $from, to: $to) { converted medianMs }
    }`,
    unitMs: 1_000,
    share: 0.5,
  },
  {
    figure: 'topPathsSeconds',
    query: `query (${RANGE}) { topPaths(from: $from, to: $to) { units paths { steps units profiles conversions } } }`,
    unitMs: 1_000,
    share: 0.5,
  },
];

/** A range that all events lie in. */
export function everything(): { readonly from: string; readonly to: string } {
  const now = Date.now();
  return { from: new Date(now - RANGE_DAYS * DAY).toISOString(), to: new Date(now).toISOString() };
}

/** Times every question, the first round not counted. */
export async function timeQuestions(
  ask: Ask,
  subjects: { readonly busy: string; readonly hub: string },
  rounds: number,
): Promise<Readonly<Record<string, number>>> {
  const variables = everything();
  const figures: Record<string, number> = {};
  for (const { figure, query, unitMs, share } of questions) {
    const id = figure === 'identityHubMs' ? subjects.hub : subjects.busy;
    const own = query.includes('_entities') ? { profile: [{ __typename: 'Profile', id }] } : variables;
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const started = performance.now();
      await ask(query, own);
      if (round > 0) times.push(performance.now() - started);
    }
    figures[figure] = percentile(times, share) / unitMs;
  }
  return figures;
}
