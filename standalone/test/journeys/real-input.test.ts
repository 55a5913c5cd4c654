import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { questionAsks } from '../../../subgraphs/journey-graph/test/conformance/ask-question.ts';
import { isSharedPresent } from '../../../subgraphs/journey-graph/test/conformance/data/csv.ts';
import { differences } from '../../../subgraphs/journey-graph/test/conformance/differences.ts';
import {
  readJourneysFile,
  type Question,
} from '../../../subgraphs/journey-graph/test/conformance/journeys-file.ts';
import { loadClickstream, loadCompleteJourney } from '../../src/loaders/index.ts';
import { absent, publicData } from '../public-data.ts';
import { apiAnswers } from './api-answers.ts';
import { openGraphFixture, type GraphFixture, type TestTenant } from './graph-fixture.ts';
import { allSessions, askNextBestSteps, describeSessions } from './profile-questions.ts';
import { askCase, caseMapping, toMessages } from './worked-cases.ts';

/** The public data take minutes: a lane of CI sets it. */
const isAsked = process.env['REAL_INPUT'] === '1';
const LOADING_MS = 10 * 60 * 1_000;
const ANSWER_MS = 3 * 60 * 1_000;

const file = isSharedPresent ? readJourneysFile() : { questions: [], cases: [] };
const clickstreamData = publicData('clickstream');
const completeJourneyData = publicData('complete-journey');

const reason = (directory: string | null) => (isAsked ? absent(directory) : ' (skipped: needs REAL_INPUT=1)');

let fixture: GraphFixture;

beforeAll(async () => {
  fixture = await openGraphFixture();
}, LOADING_MS);
afterAll(() => fixture.close());

async function answerOf(tenant: TestTenant, { ask, params }: Question): Promise<unknown> {
  if (ask === 'sessions') return describeSessions(await allSessions(tenant));
  if (ask === 'nextBestSteps') return askNextBestSteps(tenant, params);
  return questionAsks[ask]?.(apiAnswers(tenant), params);
}

describe.skipIf(!isSharedPresent)(`worked cases${isSharedPresent ? '' : ' (skipped: data absent)'}`, () => {
  test.each(file.cases.map((worked, place) => ({ worked, id: `case-${place}` })))(
    '$worked.ask: $worked.name',
    async ({ worked, id }) => {
      const tenant = await fixture.tenant(id);
      await tenant.map(caseMapping);
      await tenant.send(toMessages(worked.events));
      await tenant.settled();
      expect(differences(await askCase(tenant, worked), worked.expect)).toEqual([]);
    },
    ANSWER_MS,
  );
});

describe.skipIf(!isAsked || clickstreamData === null)(`clickstream${reason(clickstreamData)}`, () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await fixture.tenant('clickstream');
    await tenant.map({ conversions: { purchase: { value: 'properties.revenue' } } });
    const { ingestionUrl, writeKey } = tenant;
    const directory = clickstreamData ?? '';
    await loadClickstream({ directory, ingestionUrl, writeKey, shiftToToday: false });
    await tenant.settled();
  }, LOADING_MS);

  test.each(file.questions.filter(({ data }) => data === 'clickstream'))(
    '$id: $ask',
    async (question) => {
      expect(differences(await answerOf(tenant, question), question.expected)).toEqual([]);
    },
    ANSWER_MS,
  );
});

describe.skipIf(!isAsked || completeJourneyData === null)(
  `Complete Journey${reason(completeJourneyData)}`,
  () => {
    let tenant: TestTenant;
    beforeAll(async () => {
      tenant = await fixture.tenant('complete-journey');
      const { ingestionUrl, writeKey } = tenant;
      const directory = completeJourneyData ?? '';
      await loadCompleteJourney({ directory, ingestionUrl, writeKey, shiftToToday: false });
      await tenant.settled();
    }, LOADING_MS);

    test.each(file.questions.filter(({ data }) => data === 'completeJourney'))(
      '$id: $ask',
      async (question) => {
        expect(differences(await answerOf(tenant, question), question.expected)).toEqual([]);
      },
      ANSWER_MS,
    );
  },
);
