import { compareCodePoints } from '../input/code-points.ts';
import {
  NO_TOUCH,
  type Attribution,
  type AttributionCredit,
  type AttributionModel,
  type PathTotals,
} from './attribution.ts';
import { MarkovChain } from './markov.ts';
import { conversionPaths, nullPaths, type ConversionTouches, type PathRules } from './paths.ts';
import type { ProfileTouches } from './profile-touches.ts';
import { shareOut } from './share-out.ts';
import { weighBy, type Weigh } from './weights.ts';

export interface CreditRules extends PathRules {
  readonly model: AttributionModel;
  readonly halfLifeMs: number;
}

/** Credits of one model over the paths of all profiles. */
export function creditConversions(profiles: readonly ProfileTouches[], rules: CreditRules): Attribution {
  return rules.model === 'MARKOV'
    ? creditByRemoval(profiles, rules)
    : creditByWeight(profiles, rules, weighBy(rules.model, rules.halfLifeMs));
}

interface Share {
  value: number;
  conversions: number;
}

function creditByWeight(profiles: readonly ProfileTouches[], rules: CreditRules, weigh: Weigh): Attribution {
  const totals = startTotals();
  const shares = new Map<string, Share>();
  for (const profile of profiles) {
    for (const path of conversionPaths(profile, rules)) {
      addPath(totals, path);
      const weights = path.touches.length === 0 ? [] : weigh(path.touches);
      for (const [place, { key }] of path.touches.entries()) {
        const share = shares.get(key) ?? { value: 0, conversions: 0 };
        share.value += path.value * (weights[place] ?? 0);
        share.conversions += weights[place] ?? 0;
        shares.set(key, share);
      }
    }
  }
  const values = shareOut(new Map([...shares].map(([key, { value }]) => [key, value])), totals.touchedValue);
  const credits = [...shares].map(([key, { conversions }]) => ({
    key,
    value: values.get(key) ?? 0,
    conversions,
    removalEffect: null,
  }));
  const { model } = rules;
  return {
    model,
    ...totals,
    nullPaths: null,
    conversionProbability: null,
    credits: inOrder(credits, totals),
  };
}

function creditByRemoval(profiles: readonly ProfileTouches[], rules: CreditRules): Attribution {
  const totals = startTotals();
  const chain = new MarkovChain();
  let nullCount = 0;
  for (const profile of profiles) {
    for (const path of conversionPaths(profile, rules)) {
      addPath(totals, path);
      if (path.touches.length > 0) {
        chain.add(
          path.touches.map(({ key }) => key),
          true,
        );
      }
    }
    for (const path of nullPaths(profile, rules)) {
      nullCount += 1;
      chain.add(
        path.map(({ key }) => key),
        false,
      );
    }
  }
  const { conversionProbability, effects } = chain.removalEffects();
  const sum = [...effects.values()].reduce((total, effect) => total + effect, 0);
  const partOf = (effect: number): number => (sum === 0 ? 0 : effect / sum);
  const values = shareOut(
    new Map([...effects].map(([key, effect]) => [key, partOf(effect) * totals.touchedValue])),
    totals.touchedValue,
  );
  const credits = [...effects].map(([key, removalEffect]) => ({
    key,
    value: values.get(key) ?? 0,
    conversions: partOf(removalEffect) * totals.touchedConversions,
    removalEffect,
  }));
  return {
    model: 'MARKOV',
    ...totals,
    nullPaths: nullCount,
    conversionProbability,
    credits: inOrder(credits, totals),
  };
}

type RunningTotals = { -readonly [Key in keyof PathTotals]: PathTotals[Key] };

function startTotals(): RunningTotals {
  return {
    conversions: 0,
    value: 0,
    touchedConversions: 0,
    touchedValue: 0,
    touches: 0,
    longestPath: 0,
    cutPaths: 0,
  };
}

function addPath(totals: RunningTotals, { value, touches, cut }: ConversionTouches): void {
  totals.conversions += 1;
  totals.value += value;
  totals.touches += touches.length;
  totals.longestPath = Math.max(totals.longestPath, touches.length);
  if (touches.length > 0) {
    totals.touchedConversions += 1;
    totals.touchedValue += value;
  }
  if (cut) totals.cutPaths += 1;
}

function inOrder(
  credits: readonly AttributionCredit[],
  { conversions, value, touchedConversions, touchedValue }: PathTotals,
): readonly AttributionCredit[] {
  const ordered = credits.toSorted((a, b) => compareCodePoints(a.key, b.key));
  if (conversions === touchedConversions) return ordered;
  return [
    ...ordered,
    {
      key: NO_TOUCH,
      value: value - touchedValue,
      conversions: conversions - touchedConversions,
      removalEffect: null,
    },
  ];
}
