import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraphFixture, type GraphFixture } from '../graph-fixture.ts';
import { secretHistory } from '../secret-person.ts';
import { askPlace, placesOf } from './places.ts';
import { buildSubgraph } from './subgraph-sdl.ts';

const SEGMENT = '5e600000-0000-8000-8000-000000000001';
const withoutSegments = ['profile:read', 'journey:read', 'profile:pii'];

const places = placesOf(buildSubgraph())
  .filter(({ args }) => args.some(({ name }) => name === 'segmentId'))
  .map((place) => [place.field, place] as const);

let fixture: GraphFixture;

beforeAll(async () => {
  fixture = await openGraphFixture();
  await fixture.send('shop', ...secretHistory);
});
afterAll(() => fixture.close());

it('every question about more than one person can be narrowed to a segment', () => {
  expect(places.map(([name]) => name)).toEqual([
    'topPaths',
    'sankey',
    'pathsToConversion',
    'funnel',
    'attribution',
    'cohortRetention',
    'churnDropOff',
    'nextBestSteps',
    'similarJourneys',
  ]);
});

describe.each(places)('the segment of %s', (_name, place) => {
  it.each([SEGMENT, 'no segment', null])('%s needs segment:read', async (segmentId) => {
    const asking = { scopes: withoutSegments };
    const { errors } = await askPlace(fixture, place, { segmentId }, asking);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect((await askPlace(fixture, place, {}, asking)).errors).toBeUndefined();
  });

  it('is refused when it is no id', async () => {
    for (const segmentId of ['', 'no segment', `${SEGMENT}0`]) {
      const { errors } = await askPlace(fixture, place, { segmentId });
      const [error] = errors ?? [];
      expect(error?.extensions?.['code']).toBe('BAD_USER_INPUT');
      expect(error?.message).toContain('segmentId must be the id of a segment');
    }
  });

  it('has nobody when nobody knows it', async () => {
    const { errors } = await askPlace(fixture, place, { segmentId: SEGMENT });
    expect(errors).toBeUndefined();
  });
});
