import type { Position } from '@customer360/event-log';

/**
 * CLEAR removes what an earlier rebuild left, REPLAY works the log again beside the tables that are read, until it takes
 * over; SWEEP removes the rows that were compared.
 */
export type RebuildPhase = 'CLEAR' | 'REPLAY' | 'SWEEP' | 'DONE';

/** A tenant's tables made again from its log. Times are milliseconds. */
export interface Rebuild {
  /** Id of the entry that asked for it: the cause of what it tells the log. */
  readonly id: string;
  /** Of that entry. */
  readonly position: Position;
  readonly requestedAt: number;
  readonly phase: RebuildPhase;
  /** The entry through which the log has been worked again. */
  readonly reached: Position;
  readonly endedAt: number | null;
  /** Why it was given up; null when it was not. */
  readonly error: string | null;
  /** Rows that were other than the log says; null until they were replaced. */
  readonly changedRows: number | null;
  /** Entered and exited events that came of it; null until then. */
  readonly toldChanges: number | null;
}

/**
 * The name under which a tenant's rows stand while they are made again. No tenant can be called so, and nobody who reads
 * for a tenant sees them.
 */
export function nameOfRebuiltRows(tenantId: string): string {
  return `${tenantId} rebuild`;
}
