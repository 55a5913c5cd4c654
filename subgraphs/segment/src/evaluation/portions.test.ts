import { segmentEntry } from '@customer360/segment-rules';
import { expect, test } from 'vitest';
import { inPortions } from './portions.ts';

const trait = (profileId: string, name: string) => ({
  profileId,
  source: 'trait' as const,
  trait: name,
  value: 1,
  observedAt: 1,
});
const small = segmentEntry({ loggedAt: 1, eventId: 'small', traitChanges: [trait('a', 'x')] });
const traitChanges = [trait('b', 'x'), trait('a', 'x'), trait('c', 'x'), trait('b', 'y')];
const large = segmentEntry({ loggedAt: 1, eventId: 'large', traitChanges });

test('a large entry is cut by profile, each with all that is said of it, and the others keep their order', () => {
  const told = inPortions([small, large, small], 2).map((portion) =>
    portion.map(
      (entry) => `${entry.eventId} ${entry.traitChanges.map((one) => one.profileId + one.trait).join(' ')}`,
    ),
  );
  expect(told).toEqual([['small ax'], ['large ax bx by'], ['large cx'], ['small ax']]);
});

test('an entry that moves identifiers stays whole', () => {
  const change = { identifierId: 'i', type: null, firstSeenAt: 1, from: 'a', to: 'b' };
  const moving = { ...large, identifierChanges: [change] };
  expect(inPortions([moving], 2)).toEqual([[moving]]);
});
