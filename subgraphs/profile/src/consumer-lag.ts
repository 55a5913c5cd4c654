import type { ConsumerLag } from '@customer360/event-log';
import type { Registry } from '@customer360/service';
import { Gauge } from 'prom-client';
import type { ProfileSubgraph } from './subgraph.ts';

type Consuming = Pick<ProfileSubgraph, 'consumer'>;

/** How far the golden records are behind the log, looked up whenever the metrics are read. */
export function measureLag(metrics: Registry, subgraph: Consuming): void {
  metrics.registerMetric(
    lagGauge(subgraph, 'entries', { help: 'Accepted entries that wait.', read: (lag) => lag.entries }),
  );
  metrics.registerMetric(
    lagGauge(subgraph, 'seconds', {
      help: 'Age of the oldest accepted entry that waits.',
      read: (lag) => lag.seconds,
    }),
  );
}

function lagGauge(
  subgraph: Consuming,
  unit: string,
  measure: { readonly help: string; readonly read: (lag: ConsumerLag) => number },
): Gauge {
  return new Gauge({
    name: `profile_consumer_lag_${unit}`,
    help: measure.help,
    labelNames: ['tenant'],
    registers: [],
    async collect() {
      for (const lag of await subgraph.consumer.lag()) this.set({ tenant: lag.tenantId }, measure.read(lag));
    },
  });
}
