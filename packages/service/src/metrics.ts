import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type { Registry } from 'prom-client';

/** A registry of one process, with the name of the service as a label on every series. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  return registry;
}

/** Adds memory, event loop and garbage collection of this process. Once per process, not per service in it. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}

const requestHistogram = 'http_request_duration_seconds';

/** Seconds per answered request by method, route pattern (never the path) and status. */
export function createRequestHistogram(registry: Registry): Histogram<'method' | 'route' | 'status'> {
  const known = registry.getSingleMetric(requestHistogram);
  if (known instanceof Histogram) return known;
  return new Histogram({
    name: requestHistogram,
    help: 'Seconds from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
}
