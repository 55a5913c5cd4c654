import { getNamedType, getNullableType, isListType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGraphFixture, type GraphFixture } from '../graph-fixture.ts';
import { secretHistory } from '../secret-person.ts';
import { askPlace, givenAs, inputsOf, nameOf, type Input } from './places.ts';
import { buildSubgraph } from './subgraph-sdl.ts';
import { readLimit } from './stated-limits.ts';

let fixture: GraphFixture;

beforeAll(async () => {
  fixture = await openGraphFixture();
  await fixture.send('shop', ...secretHistory);
});
afterAll(() => fixture.close());

const kindOf = ({ input }: Input): string =>
  isListType(getNullableType(input.type)) ? 'list' : getNamedType(input.type).name;

const inputs = inputsOf(buildSubgraph());
const limited = inputs.filter(
  (input) =>
    ['Int', 'Float', 'Duration'].includes(kindOf(input)) ||
    (kindOf(input) === 'list' && getNamedType(input.input.type).name === 'String'),
);

describe.each(limited.map((input) => [nameOf(input), input] as const))('%s', (_name, input) => {
  it('says its limits, is refused beyond them with its name and the limit, and answers at them', async () => {
    const limit = readLimit(kindOf(input), input.input.description ?? '');
    for (const value of limit.beyond) {
      const { errors = [] } = await askPlace(fixture, input.place, givenAs(input, value));
      expect({ value, refused: errors.length > 0 }).toEqual({ value, refused: true });
      for (const { message, extensions } of errors) {
        expect(extensions?.['code']).toBe('BAD_USER_INPUT');
        expect(message).toContain(input.path.join('.'));
        for (const bound of limit.bounds) expect(message).toContain(bound);
      }
    }
    for (const value of limit.within) {
      const { errors } = await askPlace(fixture, input.place, givenAs(input, value));
      expect({ value, errors }).toEqual({ value, errors: undefined });
    }
  });
});

describe('ranges', () => {
  const ended = inputs.filter(({ path }) => path.at(-1) === 'to' || path.at(-1) === 'asOf');
  const ranges = ended.filter(({ place }) =>
    inputs.some((one) => one.place === place && one.path.at(-1) === 'from'),
  );
  const from = '2016-01-01T00:00:00.000Z';

  it.each(ranges.map((input) => [nameOf(input), input] as const))(
    '%s comes after the beginning',
    async (_name, input) => {
      for (const to of ['2015-12-31T00:00:00.000Z', from]) {
        const { errors = [] } = await askPlace(fixture, input.place, rangeOf(input, { from, to }));
        expect(errors.length).toBeGreaterThan(0);
        for (const { message, extensions } of errors) {
          expect(extensions?.['code']).toBe('BAD_USER_INPUT');
          expect(message).toContain(`${input.path.join('.')} must be after`);
        }
      }
    },
  );

  const bounded = ranges.filter(({ input }) => /3,660 days/.test(input.description ?? ''));
  it.each(bounded.map((input) => [nameOf(input), input] as const))(
    '%s is refused past its width',
    async (_name, input) => {
      const wide = await askPlace(
        fixture,
        input.place,
        rangeOf(input, { from, to: '2026-01-09T00:00:00.001Z' }),
      );
      expect(wide.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(wide.errors?.[0]?.message).toMatch(new RegExp(`${input.path.join('.')}.*3,660 days`));
      const full = await askPlace(
        fixture,
        input.place,
        rangeOf(input, { from, to: '2026-01-08T00:00:00.000Z' }),
      );
      expect(full.errors).toBeUndefined();
    },
  );
});

function rangeOf({ path }: Input, { from, to }: { readonly from: string; readonly to: string }) {
  const end = path.at(-1) ?? '';
  const range = { from, [end]: to };
  return path.length === 1 ? range : { [path[0] ?? '']: range };
}
