import * as fc from 'fast-check';
import { expect } from 'vitest';
import { differences } from '../conformance/differences.ts';
import type { JourneyAnswers } from '../conformance/journey-answers.ts';
import { serviceAnswers } from '../conformance/service-answers.ts';
import type { TestStore } from '../open-store.ts';
import { seedJourneys } from '../seed-journeys.ts';
import { seedMembers } from '../seed-members.ts';
import { asked, type RawEvent } from './history.ts';

/** The segment that questions are narrowed to, and one that they are not. */
const SEGMENT = '5e600000-0000-8000-8000-000000000001';
const OTHER_SEGMENT = '5e600000-0000-8000-8000-000000000002';

export interface HistoryCheck<Question> {
  /** How many histories. */
  readonly count: number;
  /** The same seed gives the same histories; other ones each time when left out. */
  readonly seed?: number;
  readonly question: (history: readonly RawEvent[]) => fc.Arbitrary<Question>;
  readonly product: (
    answers: JourneyAnswers,
    question: Question & { readonly segmentId: string | null },
  ) => Promise<unknown>;
  readonly naive: (history: readonly RawEvent[], question: Question) => unknown;
  /** Leaves a counterexample as it was found. */
  readonly endOnFailure?: boolean;
}

let tenants = 0;

/**
 * Seeds each generated history as a tenant of its own, and compares the product's answer with the naive one; says how many.
 * Every other question is about a segment: then the naive evaluator is given the events of its members, and nothing else.
 * It is given no event of quarantined profiles.
 */
export async function checkHistories<Question>(
  store: TestStore,
  check: HistoryCheck<Question>,
): Promise<number> {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(asked(check.question), async ({ history, question, members, quarantined }) => {
      const tenantId = `history-${(tenants += 1)}`;
      const seeded = history.map((event) => ({
        ...event,
        isQuarantined: quarantined.includes(event.profileId),
      }));
      await seedJourneys(store.db, tenantId, seeded, ['A']);
      await seedSegments(store, tenantId, history, members);
      const actual = await check.product(serviceAnswers(store, tenantId), {
        ...question,
        segmentId: members === null ? null : SEGMENT,
      });
      const own = history
        .filter(({ profileId }) => members === null || members.includes(profileId))
        .filter(({ profileId }) => !quarantined.includes(profileId));
      expect(differences(actual, check.naive(own, question))).toEqual([]);
      compared += 1;
    }),
    {
      numRuns: check.count,
      endOnFailure: check.endOnFailure === true,
      ...(check.seed === undefined ? {} : { seed: check.seed }),
    },
  );
  return compared;
}

/** Beside the segment stand another one, of those who are not in it, and one of everybody in another tenant. */
async function seedSegments(
  { db }: TestStore,
  tenantId: string,
  history: readonly RawEvent[],
  members: readonly string[] | null,
): Promise<void> {
  const everybody = [...new Set(history.map(({ profileId }) => profileId))];
  await seedMembers(db, tenantId, SEGMENT, members ?? []);
  await seedMembers(db, `${tenantId}-rival`, SEGMENT, everybody);
  const others = everybody.filter((profileId) => members?.includes(profileId) !== true);
  await seedMembers(db, tenantId, OTHER_SEGMENT, others);
}
