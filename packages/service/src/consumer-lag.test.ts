import { expect, it } from 'vitest';
import { measureConsumerLag } from './consumer-lag.ts';
import { createMetrics } from './metrics.ts';

it('shows how far each tenant is behind', async () => {
  const metrics = createMetrics('test');
  measureConsumerLag(metrics, 'graph', async () => [{ tenantId: 'acme', entries: 7, seconds: 1.5 }]);
  const text = await metrics.metrics();
  expect(text).toContain('graph_consumer_lag_entries{tenant="acme",service="test"} 7');
  expect(text).toContain('graph_consumer_lag_seconds{tenant="acme",service="test"} 1.5');
});

it('leaves the other metrics readable when it cannot be told', async () => {
  const metrics = createMetrics('test');
  measureConsumerLag(metrics, 'graph', () => Promise.reject(new Error('the database is away')));
  expect(await metrics.metrics()).not.toContain('tenant=');
});
