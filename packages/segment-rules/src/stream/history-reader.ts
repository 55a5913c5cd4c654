import type { RuleEvent } from '../facts/entry.ts';

/**
 * The events that were applied before the present entry, with their present identifiers. A caller with a store reads
 * ahead what may be asked for.
 */
export interface HistoryReader {
  /** Events of these identifiers, or of all when null; in any order. */
  eventsOf(identifierIds: readonly string[] | null): Iterable<RuleEvent>;
}
