import type { TenantConfiguration } from '../configuration/configuration.ts';
import { ruleOf } from '../configuration/configuration.ts';
import type { Observation, Pick, TraitState } from './survivorship.ts';
import { combine, observe, pick } from './survivorship.ts';

/** All trait states of one profile, by trait name. */
export type GoldenState = ReadonlyMap<string, TraitState>;

/** What one `identify` event said. */
export interface SourceRecord {
  readonly position: number;
  readonly eventId: string;
  readonly messageId: string;
  readonly sourceId: string;
  /** Milliseconds. */
  readonly time: number;
  readonly receivedAt: number;
  /** Trait name to canonical JSON. */
  readonly traits: ReadonlyMap<string, string>;
}

function observationsOf(record: SourceRecord): Map<string, Observation> {
  const { time, messageId, eventId, sourceId } = record;
  const observations = new Map<string, Observation>();
  for (const [trait, value] of record.traits) {
    const verified = record.traits.get(`${trait}Verified`) === 'true';
    observations.set(trait, { value, time, messageId, eventId, sourceId, verified });
  }
  return observations;
}

/** The state after one more record. */
export function addRecord(
  state: GoldenState,
  record: SourceRecord,
  configuration: TenantConfiguration,
): GoldenState {
  const next = new Map(state);
  for (const [trait, observation] of observationsOf(record)) {
    const one = observe(ruleOf(configuration, trait), observation);
    const present = next.get(trait);
    next.set(trait, present === undefined ? one : combine(present, one));
  }
  return next;
}

/** The state of two profiles that became one. */
export function mergeStates(a: GoldenState, b: GoldenState): GoldenState {
  const next = new Map(a);
  for (const [trait, state] of b) {
    const present = next.get(trait);
    next.set(trait, present === undefined ? state : combine(present, state));
  }
  return next;
}

/** Golden values by trait name; traits without a value are left out. */
export function goldenValues(state: GoldenState, configuration: TenantConfiguration): Map<string, Pick> {
  const values = new Map<string, Pick>();
  for (const [trait, traitState] of state) {
    const picked = pick(traitState, configuration.sourcePriority);
    if (picked !== null) values.set(trait, picked);
  }
  return values;
}
