import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attribution, AttributionModel } from '../../src/attribution/attribution.ts';
import type { FunnelOrder } from '../../src/funnels/funnel.ts';
import type { Sankey } from '../../src/paths/sankey.ts';
import { openStore, type TestStore } from '../open-store.ts';
import { checkHistories } from './check-histories.ts';
import { naiveAttribution } from './naive-attribution.ts';
import { naiveFunnel } from './naive-funnel.ts';
import { naiveSankey, naiveTopPaths } from './naive-paths.ts';
import { naiveChurn, naiveCohorts } from './naive-retention.ts';
import {
  attributionQuestions,
  churnQuestions,
  cohortQuestions,
  funnelQuestions,
  sankeyQuestions,
  topPathsQuestions,
} from './questions.ts';

/** Generated histories for each question. */
const HISTORIES = Number(process.env['NAIVE_HISTORIES'] ?? 200);
const TIMEOUT_MS = 60_000 + HISTORIES * 500;

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

test(
  'top paths are those of the naive count',
  async () => {
    const compared = await checkHistories(store, {
      count: HISTORIES,
      question: topPathsQuestions,
      product: (answers, question) => answers.topPaths(question),
      naive: naiveTopPaths,
    });
    expect(compared).toBe(HISTORIES);
  },
  TIMEOUT_MS,
);

test(
  'a sankey is the naive one, folded at every depth',
  async () => {
    const compared = await checkHistories(store, {
      count: HISTORIES,
      question: sankeyQuestions,
      product: async (answers, question) => toNaiveForm(await answers.sankey(question)),
      naive(history, question) {
        const { units, nodes, links } = naiveSankey(history, question);
        return { units, nodes: nodes.toSorted(), links: links.toSorted() };
      },
    });
    expect(compared).toBe(HISTORIES);
  },
  TIMEOUT_MS,
);

const orders = ['ORDERED', 'STRICT', 'ANY'] as const satisfies readonly FunnelOrder[];

test(
  'a funnel is the naive one in every order',
  async () => {
    const compared = await checkHistories(store, {
      count: HISTORIES,
      question: funnelQuestions,
      product: (answers, question) =>
        Promise.all(orders.map((order) => answers.funnel({ ...question, order }))),
      naive: (history, question) => orders.map((order) => naiveFunnel(history, { ...question, order })),
    });
    expect(compared).toBe(HISTORIES);
  },
  TIMEOUT_MS,
);

const models = [
  'FIRST_TOUCH',
  'LAST_TOUCH',
  'LAST_NON_DIRECT',
  'LINEAR',
  'POSITION_BASED',
  'TIME_DECAY',
  'MARKOV',
  'SHAPLEY',
] as const satisfies readonly AttributionModel[];

test(
  'attribution is the naive one by every model',
  async () => {
    const compared = await checkHistories(store, {
      count: HISTORIES,
      question: attributionQuestions,
      product: async (answers, question) =>
        (await Promise.all(models.map((model) => answers.attribution({ ...question, model })))).map(
          toNaiveCredits,
        ),
      naive: (history, question) => models.map((model) => naiveAttribution(history, { ...question, model })),
    });
    expect(compared).toBe(HISTORIES);
  },
  TIMEOUT_MS,
);

test(
  'cohorts are the naive ones in every zone',
  async () => {
    const compared = await checkHistories(store, {
      count: HISTORIES,
      question: cohortQuestions,
      product: (answers, question) => answers.cohortRetention(question),
      naive: naiveCohorts,
    });
    expect(compared).toBe(HISTORIES);
  },
  TIMEOUT_MS,
);

test(
  'churn is the naive one, as of any time',
  async () => {
    const compared = await checkHistories(store, {
      count: HISTORIES,
      question: churnQuestions,
      product: (answers, question) => answers.churnDropOff(question),
      naive: naiveChurn,
    });
    expect(compared).toBe(HISTORIES);
  },
  TIMEOUT_MS,
);

/** Without what the naive evaluator does not count. */
function toNaiveCredits(answer: Attribution): unknown {
  const { longestPath: _longest, cutPaths: _cut, credits, ...totals } = answer;
  return { ...totals, credits: credits.map(({ removalEffect: _effect, ...credit }) => credit) };
}

/** Nodes and links as texts; a node of the others has an id that says so, whatever a step is called. */
function toNaiveForm({ units, nodes, links }: Sankey): unknown {
  const names = new Map(
    nodes.map(({ id, depth, step }) => [
      id,
      `${depth} ${id.endsWith('other') ? 'the others' : JSON.stringify(step)}`,
    ]),
  );
  return {
    units,
    nodes: nodes
      .map(({ id, units: count, ended, cut }) => `${names.get(id)}: ${count} ${ended} ${cut}`)
      .toSorted(),
    links: links
      .map(({ source, target, units: count }) => `${names.get(source)} to ${names.get(target)}: ${count}`)
      .toSorted(),
  };
}
