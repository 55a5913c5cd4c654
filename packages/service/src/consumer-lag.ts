import { Gauge, type Registry } from 'prom-client';

/** How far a consumer is behind in one tenant's log. */
export interface MeasuredLag {
  readonly tenantId: string;
  readonly entries: number;
  readonly seconds: number;
}

/**
 * `<prefix>_consumer_lag_entries` and `_seconds` by tenant, looked up whenever the metrics are read. They are absent while
 * `lag` fails: the other metrics stay readable.
 */
export function measureConsumerLag(
  metrics: Registry,
  prefix: string,
  lag: () => Promise<readonly MeasuredLag[]>,
): void {
  function gauge(unit: 'entries' | 'seconds', help: string): void {
    const lagGauge = new Gauge({
      name: `${prefix}_consumer_lag_${unit}`,
      help,
      labelNames: ['tenant'],
      registers: [metrics],
      async collect() {
        lagGauge.reset();
        for (const { tenantId, ...measured } of await lag().catch(() => [])) {
          lagGauge.set({ tenant: tenantId }, measured[unit]);
        }
      },
    });
  }
  gauge('entries', 'Entries that wait.');
  gauge('seconds', 'Age of the oldest entry that waits.');
}
