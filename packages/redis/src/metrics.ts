import type { Registry } from '@customer360/service';
import { Counter } from 'prom-client';

export type ReadOutcome = 'hit' | 'miss' | 'shared' | 'untrusted' | 'unavailable' | 'undecodable';
export type FillOutcome = 'stored' | 'refused' | 'unavailable' | 'too_large';
export type InvalidatorOutcome =
  'held' | 'closed' | 'outwaited' | 'released' | 'left_held' | 'kept' | 'new' | 'late' | 'unrenewed';

export interface CacheCounters {
  /** Counts keys. */
  readonly read: (outcome: ReadOutcome, keys: number) => void;
  readonly filled: (outcome: FillOutcome, keys: number) => void;
}

export interface InvalidatorCounters {
  readonly count: (outcome: InvalidatorOutcome) => void;
}

/** Counters of one kind of entry: what became of the keys asked for, and of the values loaded. */
export function createCacheCounters(registry: Registry, kind: string): CacheCounters {
  const reads = counter(registry, 'cache_reads_total', 'Keys asked for, by what the cache did for them.');
  const fills = counter(registry, 'cache_fills_total', 'Loaded values, by whether the cache took them.');
  return {
    read: (outcome, keys) => reads.inc({ name: kind, outcome }, keys),
    filled: (outcome, keys) => fills.inc({ name: kind, outcome }, keys),
  };
}

/** Counters of one invalidator: holds, releases and renewals of leases. */
export function createInvalidatorCounters(registry: Registry, space: string): InvalidatorCounters {
  const steps = counter(
    registry,
    'cache_invalidator_total',
    'Holds, releases and renewals of leases, by outcome.',
  );
  return { count: (outcome) => steps.inc({ name: space, outcome }) };
}

function counter(registry: Registry, name: string, help: string): Counter<'name' | 'outcome'> {
  const known = registry.getSingleMetric(name);
  if (known instanceof Counter) return known;
  return new Counter({ name, help, labelNames: ['name', 'outcome'], registers: [registry] });
}
