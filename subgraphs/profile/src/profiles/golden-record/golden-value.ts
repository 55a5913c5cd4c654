import type { SurvivorshipRule } from '../../configuration/configuration.ts';

/** A golden value with where it comes from, as the caller may see it. */
export interface GoldenValue {
  readonly trait: string;
  readonly value: unknown;
  readonly sourceId: string;
  readonly eventId: string;
  /** Milliseconds. */
  readonly observedAt: number;
  readonly rule: SurvivorshipRule;
}

/** A trait and its golden value, as the caller may see it. */
export interface Trait {
  readonly name: string;
  readonly value: unknown;
}
