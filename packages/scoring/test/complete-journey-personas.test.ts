import { expect, test } from 'vitest';
import { matchArchetypes, proposeArchetypes, type ArchetypeProposal } from '../src/index.ts';
import { isCompleteJourneyAsked, householdFeatures, readHouseholds } from './complete-journey.ts';

/** Dozens of runs of k-means over all households take seconds, on a busy machine many. */
const SLOW = { timeout: 180_000 };

const options = { definitions: householdFeatures, kMin: 6, kMax: 6, seed: 360, noun: 'households' };

/** Share of households on which two proposals agree, their archetypes paired by code. */
function agreement(one: ArchetypeProposal, other: ArchetypeProposal): number {
  const same = [...one.members].filter(([id, code]) => other.members.get(id) === code).length;
  return same / one.members.size;
}

test.skipIf(!isCompleteJourneyAsked)(
  'Complete Journey has six personas that neither row order nor seed changes (with REAL_INPUT=1 and the data)',
  SLOW,
  () => {
    const households = readHouseholds();
    const proposal = proposeArchetypes(households, options);
    expect(proposal.archetypes).toHaveLength(6);
    expect(proposal.archetypes.reduce((sum, { size }) => sum + size, 0)).toBe(households.length);
    expect(Math.min(...proposal.archetypes.map(({ share }) => share))).toBeGreaterThan(0.03);
    expect(proposeArchetypes(households.toReversed(), options)).toEqual(proposal);
    for (const seed of [0, 99_999]) {
      expect(agreement(proposal, proposeArchetypes(households, { ...options, seed }))).toBeGreaterThan(0.99);
    }
    const sizes = proposal.archetypes.map(
      ({ size, share, name, distinctions }) =>
        `${size} (${(share * 100).toFixed(0)} %) ${name}: ${distinctions.map(({ text }) => text).join('; ')}`,
    );
    process.stdout.write(`personas of ${households.length} households\n${sizes.join('\n')}\n`);
  },
);

test.skipIf(!isCompleteJourneyAsked)(
  'of four to eight personas for Complete Journey the silhouette chooses six (with REAL_INPUT=1 and the data)',
  SLOW,
  ({ annotate }) => {
    const { archetypes, tried } = proposeArchetypes(readHouseholds(), {
      ...options,
      kMin: 4,
      kMax: 8,
      restarts: 20,
    });
    expect(archetypes).toHaveLength(6);
    return annotate(JSON.stringify(tried));
  },
);

test.skipIf(!isCompleteJourneyAsked)(
  'every household of Complete Journey matches its own persona best (with REAL_INPUT=1 and the data)',
  SLOW,
  () => {
    const households = readHouseholds();
    const { archetypes, members } = proposeArchetypes(households, options);
    const strangers = households.filter(
      ({ id, features }) => matchArchetypes(features, archetypes)[0]?.code !== members.get(id),
    );
    expect(strangers).toEqual([]);
  },
);
