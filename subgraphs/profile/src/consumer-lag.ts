import type { ConsumerLag } from '@customer360/event-log';
import type { Registry } from '@customer360/service';
import { Gauge } from 'prom-client';
import type { ProfileSubgraph } from './subgraph.ts';

/** How far the golden records are behind the log, looked up whenever the metrics are read. */
export function measureLag(metrics: Registry, subgraph: Pick<ProfileSubgraph, 'consumer'>): void {
  gauge('entries', 'Accepted entries that wait.', (lag) => lag.entries);
  gauge('seconds', 'Age of the oldest accepted entry that waits.', (lag) => lag.seconds);

  function gauge(unit: string, help: string, read: (lag: ConsumerLag) => number): void {
    new Gauge({
      name: `profile_consumer_lag_${unit}`,
      help,
      labelNames: ['tenant'],
      registers: [metrics],
      async collect() {
        for (const lag of await subgraph.consumer.lag()) this.set({ tenant: lag.tenantId }, read(lag));
      },
    });
  }
}
