export type ScoringStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED';
export type ScoringPhase = 'READ' | 'FIT' | 'SCORE' | 'END';

/** A run over all profiles of a tenant. Times are milliseconds. */
export interface ScoringRun {
  readonly id: string;
  /** Of its command in the log. */
  readonly position: number;
  readonly asOf: number;
  /** Whether it looks for archetypes. */
  readonly proposes: boolean;
  readonly status: ScoringStatus;
  readonly phase: ScoringPhase;
  /** The last profile whose purchases are read; null before the first. */
  readonly readThrough: string | null;
  readonly done: number;
  readonly total: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly error: string | null;
  readonly warnings: readonly string[];
}
