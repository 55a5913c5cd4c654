import type { Consumer, ConsumerLag } from '@customer360/event-log';
import type { Registry } from '@customer360/service';
import { Gauge, Histogram } from 'prom-client';
import type { ClosureSize } from './consumer/index.ts';

/** What the consumer reports besides its lag. */
export interface ConsumerMeasures {
  readonly onClosure: (size: ClosureSize) => void;
}

/** How far the golden records are behind the log, looked up whenever the metrics are read; and how much is folded anew. */
export function measureConsumer(metrics: Registry, consumer: () => Consumer | null): ConsumerMeasures {
  lagGauge(metrics, consumer, {
    unit: 'entries',
    help: 'Accepted entries that wait.',
    read: (lag) => lag.entries,
  });
  lagGauge(metrics, consumer, {
    unit: 'seconds',
    help: 'Age of the oldest accepted entry that waits.',
    read: (lag) => lag.seconds,
  });
  const closures = new Histogram({
    name: 'profile_closure_observations',
    help: 'Observations that a change of constraints folds anew.',
    buckets: [1, 10, 100, 1_000, 10_000, 100_000],
    registers: [metrics],
  });
  return { onClosure: ({ observations }) => closures.observe(observations) };
}

function lagGauge(
  metrics: Registry,
  consumer: () => Consumer | null,
  measure: {
    readonly unit: string;
    readonly help: string;
    readonly read: (lag: ConsumerLag) => number;
  },
): void {
  const gauge = new Gauge({
    name: `profile_consumer_lag_${measure.unit}`,
    help: measure.help,
    labelNames: ['tenant'],
    registers: [],
    async collect() {
      for (const lag of (await consumer()?.lag()) ?? [])
        this.set({ tenant: lag.tenantId }, measure.read(lag));
    },
  });
  metrics.registerMetric(gauge);
}
