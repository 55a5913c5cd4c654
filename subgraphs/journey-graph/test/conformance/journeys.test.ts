import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type TestStore } from '../open-store.ts';
import { seedJourneys } from '../seed-journeys.ts';
import { caseAsks } from './ask-case.ts';
import { questionAsks } from './ask-question.ts';
import { clickstream } from './data/clickstream.ts';
import { completeJourney } from './data/complete-journey.ts';
import { isRealInputAsked, isSharedPresent } from './data/csv.ts';
import { differences } from './differences.ts';
import { readJourneysFile, type CaseEvent } from './journeys-file.ts';
import { serviceAnswers } from './service-answers.ts';

const SEEDING_MS = 180_000;
const ANSWER_MS = 60_000;

/** What these services answer; questions about one profile are asked where those are tested. */
const file = isSharedPresent ? readJourneysFile() : { questions: [], cases: [] };
const questions = file.questions.filter(({ ask }) => ask in questionAsks);
const cases = file.cases.filter(({ ask }) => ask in caseAsks);

let store: TestStore;

beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

describe.skipIf(!isSharedPresent)('worked cases (skipped: data absent)', () => {
  test.each(cases.map((worked, place) => ({ worked, tenantId: `case-${place}` })))(
    '$worked.ask: $worked.name',
    async ({ worked, tenantId }) => {
      const events = worked.events.map(({ profile, ts, valueCents = 0, ...event }: CaseEvent) => ({
        ...event,
        profileId: profile,
        at: ts,
        value: valueCents,
      }));
      await seedJourneys(store.db, tenantId, events, ['G']);
      const actual = await caseAsks[worked.ask]?.(serviceAnswers(store, tenantId), worked);
      expect(differences(actual, worked.expect)).toEqual([]);
    },
  );
});

describe.skipIf(!isRealInputAsked)('questions about the public data (with REAL_INPUT=1 and the data)', () => {
  beforeAll(async () => {
    await seedJourneys(store.db, 'clickstream', clickstream('acquisition_channel'), ['purchase']);
    await seedJourneys(store.db, 'completejourney', completeJourney(), ['Order Completed']);
  }, SEEDING_MS);

  test.each(questions)(
    '$id: $ask',
    async ({ ask, data, params, expected }) => {
      const actual = await questionAsks[ask]?.(serviceAnswers(store, data.toLowerCase()), params);
      expect(differences(actual, expected)).toEqual([]);
    },
    ANSWER_MS,
  );
});
