import type { Analyzer, GraphDefinition, ViewDefinition } from '../aql/ports.ts';
import type { Collection } from './collection.ts';
import type { Faults } from './faults.ts';

/** What a transaction needs of its database. */
export interface TransactionHost {
  readonly name: string;
  readonly faults: Faults;
  collections(): readonly Collection[];
  collection(name: string): Collection | null;
  /** Throws 1203 when there is none. */
  requireCollection(name: string): Collection;
  graph(name: string): GraphDefinition | null;
  viewDefinition(name: string): ViewDefinition | null;
  analyzer(name: string): Analyzer | null;
  nextSequence(): number;
  nextRevision(): string;
}
