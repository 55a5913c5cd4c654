import type { Registry } from '@customer360/service';
import { Histogram } from 'prom-client';
import type { ClosureSize } from '../identities/batch-context.ts';

/** Counts how much each change of constraints folds anew. */
export function measureClosures(metrics: Registry): (size: ClosureSize) => void {
  const closures = new Histogram({
    name: 'profile_closure_observations',
    help: 'Observations that a change of constraints folds anew.',
    buckets: [1, 10, 100, 1_000, 10_000, 100_000],
    registers: [metrics],
  });
  return ({ observations }) => closures.observe(observations);
}
