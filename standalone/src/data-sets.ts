import type { configurationFile } from '@customer360/event-log';
import type { z } from 'zod';
import { demoSegments, demoSources, featuredCustomer, generateDemo, sendDemo } from './demo/index.ts';
import {
  describeCounts,
  loadClickstream,
  loadCompleteJourney,
  showProgress,
  type OnProgress,
} from './loaders/index.ts';
import type { SegmentPlan } from './make-segments.ts';
import type { DataSet } from './settings.ts';

const DEMO_SEED = 360;

/** What a data set needs of the platform, and what can be asked once it is there. */
export interface DataSetPlan {
  /** Sources to make; the first one's write key is shown. */
  readonly sources: Readonly<Record<string, string>>;
  /** The tenant's configuration, as `npm run tenant -- configure` takes it; none when left out. */
  readonly configuration?: z.input<typeof configurationFile>;
  /** Segments to make once everything is loaded; none when left out. */
  readonly segments?: readonly SegmentPlan[];
  /** A query that finds something in this data. */
  readonly query: string;
  /** Sends everything through the ingestion API and says in words what arrived. May be repeated. */
  load(target: LoadTarget): Promise<string>;
}

export interface LoadTarget {
  readonly ingestionUrl: string;
  /** Source id to write key. */
  readonly writeKeys: Readonly<Record<string, string>>;
  /** True when standard error is no place for a moving bar. */
  readonly plain: boolean;
  /** Milliseconds. */
  readonly now: number;
}

export function planOf(dataSet: DataSet): DataSetPlan {
  switch (dataSet.name) {
    case 'demo':
      return demoPlan;
    case 'complete-journey':
      return completeJourneyPlan(dataSet.directory, dataSet.shiftToToday);
    case 'clickstream':
      return clickstreamPlan(dataSet.directory, dataSet.shiftToToday);
    default:
      return dataSet satisfies never;
  }
}

const demoPlan: DataSetPlan = {
  sources: Object.fromEntries(demoSources.map((source) => [source, `Demo ${source}`])),
  segments: demoSegments,
  // Saying what may be done with data is no step of a journey.
  configuration: { journeys: { steps: { 'Consent Preference Updated': null } } },
  query: queryFor(featuredCustomer.userId),
  async load({ ingestionUrl, writeKeys, plain, now }) {
    const events = generateDemo({ seed: DEMO_SEED, today: new Date(now) });
    const keys = Object.fromEntries(demoSources.map((source) => [source, keyOf(writeKeys, source)]));
    const { answers } = await withProgress('Loading the demo', plain, (onProgress) =>
      // Every demo source has its key: the line above throws otherwise.
      sendDemo({
        ingestionUrl,
        writeKeys: keys as Parameters<typeof sendDemo>[0]['writeKeys'],
        events,
        onProgress,
      }),
    );
    const stored = answers.accepted + answers.duplicate;
    return `The demo shop has ${stored} events; ${answers.refused} were refused on purpose.`;
  },
};

function completeJourneyPlan(directory: string, shiftToToday: boolean): DataSetPlan {
  return {
    sources: { 'complete-journey': 'Complete Journey' },
    query: queryFor('1'),
    async load({ ingestionUrl, writeKeys, plain }) {
      const writeKey = keyOf(writeKeys, 'complete-journey');
      const { counts, shiftedByDays } = await withProgress('Loading Complete Journey', plain, (onProgress) =>
        loadCompleteJourney({ directory, ingestionUrl, writeKey, shiftToToday, onProgress }),
      );
      return `Complete Journey is loaded and matches its files: ${describeCounts(counts)}.${inWords(shiftedByDays)}`;
    },
  };
}

function clickstreamPlan(directory: string, shiftToToday: boolean): DataSetPlan {
  return {
    sources: { clickstream: 'Clickstream' },
    configuration: { journeys: { conversions: { purchase: { value: 'properties.revenue' } } } },
    query: queryFor('user_0000'),
    async load({ ingestionUrl, writeKeys, plain }) {
      const writeKey = keyOf(writeKeys, 'clickstream');
      const { events, users, shiftedByDays } = await withProgress(
        'Loading clickstream',
        plain,
        (onProgress) => loadClickstream({ directory, ingestionUrl, writeKey, shiftToToday, onProgress }),
      );
      return `Clickstream is loaded: ${events} events of ${users} users.${inWords(shiftedByDays)}`;
    },
  };
}

function inWords(shiftedByDays: number): string {
  return shiftedByDays === 0 ? '' : ` Its dates are moved by ${shiftedByDays} days.`;
}

async function withProgress<T>(
  label: string,
  plain: boolean,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const progress = showProgress(label, { plain });
  try {
    return await work(progress.onProgress);
  } finally {
    progress.stop();
  }
}

function keyOf(writeKeys: Readonly<Record<string, string>>, source: string): string {
  const key = writeKeys[source];
  if (key === undefined)
    throw new Error(`there is no write key for the source ${source}: start with --reset`);
  return key;
}

function queryFor(userId: string): string {
  return `query Customer360 {
  profileByIdentifier(type: "user_id", value: "${userId}") {
    id
    displayName
    traits { email phone address { city country } }
    goldenValues(first: 5) { nodes { trait value observedAt rule source { name } } }
    identifiers(first: 10) { nodes { type value firstSeenAt verified } }
    consents { purpose status expiresAt }
    timeline(first: 3) { nodes { startedAt channel touchpoints(first: 5) { nodes { event timestamp } } } }
    journeys(first: 2) { nodes { converted value touchpointCount touches { channel campaign } } }
    nextBestSteps(first: 3) { step steps { step probability goalProbability } }
    lifecycleStage
    persona { archetype { name summary } score }
    segments(first: 10) { edges { enteredAt reasons { text } node { name } } }
    identityGraph(first: 10) { nodes { id type value } edges { source target rule } }
    firstSeenAt
    lastSeenAt
    completeness
  }
}`;
}
