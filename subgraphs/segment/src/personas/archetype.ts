import type { CentreFeature } from '@customer360/scoring';

export type ArchetypeStatus = 'PROPOSED' | 'ACTIVE' | 'RETIRED';

/** A kind of customer. */
export interface Archetype {
  readonly id: string;
  /** Unique in the tenant. */
  readonly code: string;
  readonly name: string;
  /** What sets it apart. */
  readonly summary: string;
  readonly status: ArchetypeStatus;
  /** From 1. */
  readonly version: number;
  /** Null when it goes by a rule. */
  readonly centre: readonly CentreFeature[] | null;
  /** The rule as JSON; null when it goes by a centre. */
  readonly rule: unknown;
  readonly nextBestAction: string | null;
  /** Size of the group that a proposal was found as; null for what was accepted. */
  readonly proposedSize: number | null;
}
