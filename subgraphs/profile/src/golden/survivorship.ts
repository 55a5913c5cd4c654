import type { SurvivorshipRule } from '../configuration/configuration.ts';

/** One value of one trait as one event said it. */
export interface Observation {
  /** Canonical JSON of the value; `null` for null. */
  readonly value: string;
  /** Milliseconds. */
  readonly time: number;
  readonly messageId: string;
  readonly eventId: string;
  readonly sourceId: string;
  readonly verified: boolean;
}

/** Observations of one value, for the rules that count or list values. */
export interface ValueCount {
  readonly count: number;
  readonly first: Observation;
  readonly latest: Observation;
}

/**
 * What a rule must remember of all observations of one trait, and no more. States of disjoint observations combine in
 * any order to the state of all of them, so that a merge never reads old records again.
 */
export type TraitState =
  | { readonly rule: 'most_recent' | 'oldest' | 'non_null'; readonly best: Observation | null }
  | { readonly rule: 'source_priority'; readonly bySource: Readonly<Record<string, Observation>> }
  | {
      readonly rule: 'verified_first';
      readonly verified: Observation | null;
      readonly unverified: Observation | null;
    }
  | {
      readonly rule: 'most_frequent' | 'append_distinct';
      readonly values: Readonly<Record<string, ValueCount>>;
    };

/** A golden value: canonical JSON and the observation that it is owed to. */
export interface Pick {
  readonly value: string;
  readonly observation: Observation;
}

const NULL = 'null';

/** Order of observations: (t, messageId), then event id for two sources that use one messageId. */
export function compareObservations(a: Observation, b: Observation): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.messageId !== b.messageId) return a.messageId < b.messageId ? -1 : 1;
  if (a.eventId !== b.eventId) return a.eventId < b.eventId ? -1 : 1;
  return 0;
}

function later(a: Observation | null, b: Observation | null): Observation | null {
  if (a === null || b === null) return a ?? b;
  return compareObservations(a, b) >= 0 ? a : b;
}

function earlier(a: Observation | null, b: Observation | null): Observation | null {
  if (a === null || b === null) return a ?? b;
  return compareObservations(a, b) <= 0 ? a : b;
}

/** The state of one observation. */
export function observe(rule: SurvivorshipRule, observation: Observation): TraitState {
  const nonNull = observation.value === NULL ? null : observation;
  switch (rule) {
    case 'most_recent':
      return { rule, best: observation };
    case 'oldest':
    case 'non_null':
      return { rule, best: nonNull };
    case 'source_priority':
      return { rule, bySource: nonNull === null ? {} : { [observation.sourceId]: observation } };
    case 'verified_first':
      return {
        rule,
        verified: observation.verified ? nonNull : null,
        unverified: observation.verified ? null : nonNull,
      };
    case 'most_frequent':
    case 'append_distinct':
      return {
        rule,
        values:
          nonNull === null
            ? {}
            : { [observation.value]: { count: 1, first: observation, latest: observation } },
      };
    default:
      return rule satisfies never;
  }
}

function combineRecords<V>(
  a: Readonly<Record<string, V>>,
  b: Readonly<Record<string, V>>,
  combine: (a: V, b: V) => V,
): Record<string, V> {
  const all: Record<string, V> = Object.assign(Object.create(null), a);
  for (const [key, value] of Object.entries(b)) {
    const present = all[key];
    all[key] = present === undefined ? value : combine(present, value);
  }
  return all;
}

/** The state of both sides' observations, which must be disjoint. Throws when the sides follow different rules. */
export function combine(a: TraitState, b: TraitState): TraitState {
  if (a.rule === 'most_recent' && b.rule === a.rule) return { rule: a.rule, best: later(a.best, b.best) };
  if (a.rule === 'non_null' && b.rule === a.rule) return { rule: a.rule, best: later(a.best, b.best) };
  if (a.rule === 'oldest' && b.rule === a.rule) return { rule: a.rule, best: earlier(a.best, b.best) };
  if (a.rule === 'source_priority' && b.rule === a.rule) {
    const pick = (x: Observation, y: Observation) => (compareObservations(x, y) >= 0 ? x : y);
    return { rule: a.rule, bySource: combineRecords(a.bySource, b.bySource, pick) };
  }
  if (a.rule === 'verified_first' && b.rule === a.rule) {
    return {
      rule: a.rule,
      verified: later(a.verified, b.verified),
      unverified: later(a.unverified, b.unverified),
    };
  }
  if ((a.rule === 'most_frequent' || a.rule === 'append_distinct') && b.rule === a.rule) {
    const add = (x: ValueCount, y: ValueCount): ValueCount => ({
      count: x.count + y.count,
      first: compareObservations(x.first, y.first) <= 0 ? x.first : y.first,
      latest: compareObservations(x.latest, y.latest) >= 0 ? x.latest : y.latest,
    });
    return { rule: a.rule, values: combineRecords(a.values, b.values, add) };
  }
  throw new Error(`cannot combine survivorship states of ${a.rule} and ${b.rule}`);
}

/** The golden value of a state, or null when the trait has none. */
export function pick(state: TraitState, sourcePriority: readonly string[]): Pick | null {
  switch (state.rule) {
    case 'most_recent':
    case 'oldest':
    case 'non_null':
      return toPick(state.best);
    case 'verified_first':
      return toPick(state.verified ?? state.unverified);
    case 'source_priority':
      return toPick(bestSource(Object.values(state.bySource), sourcePriority));
    case 'most_frequent': {
      let best: ValueCount | null = null;
      for (const value of Object.values(state.values)) {
        if (best === null || moreFrequent(value, best)) best = value;
      }
      return best === null ? null : toPick(best.latest);
    }
    case 'append_distinct': {
      const values = Object.values(state.values).toSorted((a, b) => compareObservations(a.first, b.first));
      const latest = values.map((value) => value.latest).reduce(later, null);
      if (latest === null) return null;
      return { value: `[${values.map((value) => value.first.value).join(',')}]`, observation: latest };
    }
    default:
      return state satisfies never;
  }
}

function toPick(observation: Observation | null): Pick | null {
  return observation === null || observation.value === NULL
    ? null
    : { value: observation.value, observation };
}

function bestSource(observations: readonly Observation[], priority: readonly string[]): Observation | null {
  const rank = (observation: Observation) => {
    const index = priority.indexOf(observation.sourceId);
    return index === -1 ? priority.length : index;
  };
  let best: Observation | null = null;
  for (const observation of observations) {
    if (best === null) best = observation;
    else if (rank(observation) < rank(best)) best = observation;
    else if (rank(observation) === rank(best) && compareObservations(observation, best) > 0)
      best = observation;
  }
  return best;
}

function moreFrequent(a: ValueCount, b: ValueCount): boolean {
  if (a.count !== b.count) return a.count > b.count;
  return compareObservations(a.latest, b.latest) > 0;
}
