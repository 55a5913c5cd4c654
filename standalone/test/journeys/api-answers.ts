import type { JourneyAnswers } from '../../../subgraphs/journey-graph/test/conformance/journey-answers.ts';
import type { TestTenant } from './graph-fixture.ts';

type Answer<Field extends keyof JourneyAnswers> = Awaited<ReturnType<JourneyAnswers[Field]>>;

/** Argument types of the contract that are not the obvious ones. */
const types: Readonly<Record<string, string>> = {
  from: 'DateTime!',
  to: 'DateTime!',
  asOf: 'DateTime',
  window: 'Duration',
  lookback: 'Duration',
  halfLife: 'Duration',
  inactive: 'Duration',
  unit: 'JourneyUnit',
  order: 'FunnelOrder',
  model: 'AttributionModel!',
  by: 'AttributionKey',
  path: 'AttributionPath',
  period: 'CohortPeriod',
  exclude: '[String!]',
  steps: '[String!]!',
  collapse: 'Boolean',
  maxLength: 'Int',
  maxDepth: 'Int',
  maxSteps: 'Int',
  first: 'Int',
};

const selections = {
  topPaths: 'units distinctPaths conversions paths { steps units profiles conversions }',
  sankey: 'units nodes { id depth step units ended cut } links { source target depth units }',
  funnel: `converted medianMs meanMs
    levels { level step profiles dropOff shareOfPrevious shareOfFirst medianMs meanMs }`,
  attribution: `model conversions value touchedConversions touchedValue touches longestPath cutPaths nullPaths
    conversionProbability credits { key value conversions removalEffect }`,
  cohortRetention: 'profiles cohorts { week size active }',
  churnDropOff: 'profiles churned groups rows { step channel churned meanTouchpoints }',
} satisfies Readonly<Record<keyof JourneyAnswers, string>>;

/** Asks through the gateway, as a client does. */
export function apiAnswers(tenant: TestTenant): JourneyAnswers {
  async function ask<Field extends keyof JourneyAnswers>(
    field: Field,
    question: object,
  ): Promise<Answer<Field>> {
    const given = Object.entries(question).filter(
      ([name, value]) => name in knownArguments[field] && value != null,
    );
    const declared = given.map(([name]) => `$${name}: ${types[name] ?? 'String'}`).join(', ');
    const passed = given.map(([name]) => `${name}: $${name}`).join(', ');
    const query = `query(${declared}) { ${field}(${passed}) { ${selections[field]} } }`;
    const variables = Object.fromEntries(given.map(([name, value]) => [name, toInput(name, value)]));
    const data = await tenant.ask<Record<Field, Answer<Field>>>(query, variables);
    return data[field];
  }
  return {
    topPaths: (question) => ask('topPaths', question),
    sankey: (question) => ask('sankey', question),
    funnel: (question) => ask('funnel', question),
    attribution: (question) => ask('attribution', question),
    cohortRetention: (question) => ask('cohortRetention', question),
    churnDropOff: (question) => ask('churnDropOff', question),
  };
}

const shaping = { from: 1, to: 1, unit: 1, collapse: 1, start: 1, end: 1, exclude: 1 };
const knownArguments: Readonly<Record<keyof JourneyAnswers, object>> = {
  topPaths: { ...shaping, maxLength: 1, goal: 1, first: 1 },
  sankey: { ...shaping, maxDepth: 1, maxSteps: 1 },
  funnel: { steps: 1, from: 1, to: 1, window: 1, order: 1 },
  attribution: { model: 1, from: 1, to: 1, by: 1, goal: 1, path: 1, lookback: 1, halfLife: 1 },
  cohortRetention: { from: 1, to: 1, period: 1, timeZone: 1, cohortStep: 1, returnStep: 1 },
  churnDropOff: { from: 1, asOf: 1, inactive: 1, first: 1 },
};

/** Instants and lengths of time as the contract writes them. */
export function toInput(name: string, value: unknown): unknown {
  const type = types[name] ?? '';
  if (type.startsWith('DateTime')) return new Date(Number(value)).toISOString();
  if (type.startsWith('Duration')) return toDuration(Number(value));
  return value;
}

/** Milliseconds as an ISO 8601 duration. */
const toDuration = (milliseconds: number): string =>
  `PT${Math.floor(milliseconds / 1_000)}.${String(milliseconds % 1_000).padStart(3, '0')}S`;
