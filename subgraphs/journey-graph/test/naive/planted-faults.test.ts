import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AqlFile } from '../../src/store/aql-file.ts';
import { openStore, type TestStore } from '../open-store.ts';
import { checkHistories } from './check-histories.ts';
import { naiveFunnel } from './naive-funnel.ts';
import { naiveTopPaths } from './naive-paths.ts';
import { naiveChurn } from './naive-retention.ts';
import { churnQuestions, funnelQuestions, topPathsQuestions } from './questions.ts';

/** The same histories each time: enough of them show every fault. */
const common = { count: 100, seed: 360, endOnFailure: true };

/** One of each kind of rows: sessions, events, profiles. */
const questions: readonly ((store: TestStore) => Promise<number>)[] = [
  (store) =>
    checkHistories(store, {
      ...common,
      question: topPathsQuestions,
      product: (answers, question) => answers.topPaths(question),
      naive: naiveTopPaths,
    }),
  (store) =>
    checkHistories(store, {
      ...common,
      question: funnelQuestions,
      product: (answers, question) => answers.funnel({ ...question, order: 'ORDERED' }),
      naive: (history, question) => naiveFunnel(history, { ...question, order: 'ORDERED' }),
    }),
  (store) =>
    checkHistories(store, {
      ...common,
      question: churnQuestions,
      product: (answers, question) => answers.churnDropOff(question),
      naive: naiveChurn,
    }),
];

/** Texts of queries and what a careless change would make of them. */
const faults: readonly (readonly [what: string, right: string, wrong: string])[] = [
  ['members of every segment', 'membership.segmentId == @segmentId', '@segmentId != null'],
  [
    'members in every tenant',
    'membership.tenantId == @tenantId AND membership.segmentId',
    'membership.segmentId',
  ],
  ['the events of everybody', 'event.profileId == membership.profileId', 'membership != null'],
  ['the sessions of everybody', 'session.profileId == membership.profileId', 'membership != null'],
  [
    'the profiles of everybody',
    'profile._key == CONCAT(@tenantId, ":", membership.profileId)',
    'membership != null',
  ],
  ['the events of the quarantined', ' AND event.profileId NOT IN hidden', ''],
  ['the sessions of the quarantined', ' AND session.profileId NOT IN hidden', ''],
  ['the profiles of the quarantined', ' AND profile.profileId NOT IN hidden', ''],
  ['quarantined members', 'FILTER membership.profileId NOT IN hidden', ''],
  ['the quarantined of every tenant', 'FILTER q.tenantId == @tenantId', 'FILTER q.tenantId != null'],
  [
    'those who are no members',
    'session.profileId == membership.profileId',
    'session.profileId != membership.profileId',
  ],
];

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

test.each(faults)(
  'a query that counts %s is found out',
  async (_what, right, wrong) => {
    let planted = 0;
    const faulty = (query: AqlFile): AqlFile => {
      const text = query.text();
      if (text.includes(right)) planted += 1;
      return { name: query.name, text: () => text.replace(right, wrong) };
    };
    const broken: TestStore = {
      ...store,
      queries(tenantId) {
        const queries = store.queries(tenantId);
        return { tenantId, run: (query, parameters) => queries.run(faulty(query), parameters) };
      },
    };
    const found = await Promise.all(questions.map((ask) => ask(broken).then(() => false, isDifference)));
    expect(planted).toBeGreaterThan(0);
    expect(found).toContain(true);
  },
  120_000,
);

/** A query that cannot run is no answer that differs. */
function isDifference(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  if (cause instanceof Error && cause.name === 'AssertionError') return true;
  throw error;
}
