import * as fc from 'fast-check';
import { expect } from 'vitest';
import { differences } from '../conformance/differences.ts';
import type { JourneyAnswers } from '../conformance/journey-answers.ts';
import { serviceAnswers } from '../conformance/service-answers.ts';
import type { TestStore } from '../open-store.ts';
import { seedJourneys } from '../seed-journeys.ts';
import { asked, type RawEvent } from './history.ts';

let tenants = 0;

/** Seeds each generated history as a tenant of its own, and compares the product's answer with the naive one; says how many. */
export async function checkHistories<Question>(
  store: TestStore,
  check: {
    /** How many histories. */
    readonly count: number;
    readonly question: (history: readonly RawEvent[]) => fc.Arbitrary<Question>;
    readonly product: (answers: JourneyAnswers, question: Question) => Promise<unknown>;
    readonly naive: (history: readonly RawEvent[], question: Question) => unknown;
  },
): Promise<number> {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(asked(check.question), async ({ history, question }) => {
      const tenantId = `history-${(tenants += 1)}`;
      await seedJourneys(store.db, tenantId, history, ['A']);
      const actual = await check.product(serviceAnswers(store, tenantId), question);
      expect(differences(actual, check.naive(history, question))).toEqual([]);
      compared += 1;
    }),
    { numRuns: check.count },
  );
  return compared;
}
