import type { Consumer } from '@customer360/event-log';
import { measureConsumerLag, type Registry } from '@customer360/service';
import { Histogram } from 'prom-client';
import type { ClosureSize } from './consumer/index.ts';

/** What the consumer reports besides its lag. */
export interface ConsumerMeasures {
  readonly onClosure: (size: ClosureSize) => void;
}

/** How far the golden records are behind the log, looked up whenever the metrics are read; and how much is folded anew. */
export function measureConsumer(metrics: Registry, consumer: () => Consumer | null): ConsumerMeasures {
  measureConsumerLag(metrics, 'profile', async () => (await consumer()?.lag()) ?? []);
  const closures = new Histogram({
    name: 'profile_closure_observations',
    help: 'Observations that a change of constraints folds anew.',
    buckets: [1, 10, 100, 1_000, 10_000, 100_000],
    registers: [metrics],
  });
  return { onClosure: ({ observations }) => closures.observe(observations) };
}
