import { expect, test } from 'vitest';
import { collectProcessMetrics, createMetrics } from './metrics.ts';

test('every series names its service', async () => {
  const registry = createMetrics('profile');
  collectProcessMetrics(registry);
  expect(await registry.metrics()).toMatch(/process_resident_memory_bytes\{service="profile"\} \d+/);
});
