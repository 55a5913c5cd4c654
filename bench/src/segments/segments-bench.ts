import type { Bench, BenchOptions } from '../bench.ts';
import { measureBatch } from './measure-batch.ts';
import { measureExpiry } from './measure-expiry.ts';
import { measureLatency } from './measure-latency.ts';
import { openSegments } from './open-segments.ts';

export const segmentsBench: Bench = {
  name: 'segments',
  about:
    'from an event to the memberships that it makes, the end of windows, and counting a batch segment, on native PostgreSQL',
  targets: {
    eventToMembershipP95Ms: { max: 1_000 },
    eventsPerSecond: { min: 490 },
    windowExpirySeconds: { max: 2 },
    batchSegmentSeconds: { max: 10 },
  },
  run: runSegmentsBench,
};

async function runSegmentsBench({ print, scale }: BenchOptions): Promise<Readonly<Record<string, number>>> {
  const open = await openSegments();
  try {
    const size = Math.round(100_000 * Math.min(1, scale));
    const latency = await measureLatency(open, 30 * scale);
    print(
      `50 realtime segments, 500 events/s for ${30 * scale} s: ${Math.round(latency.eventToMembershipP95Ms)} ms`,
    );
    const expiry = await measureExpiry({ ...open, waiting: size });
    print(`${size} memberships waiting: ${expiry.windowExpirySeconds.toFixed(2)} s`);
    const batch = await measureBatch({ ...open, profiles: size });
    print(`${size} profiles, ${size * 10} events: ${batch.batchSegmentSeconds.toFixed(2)} s`);
    return { ...latency, ...expiry, ...batch };
  } finally {
    await open.close();
  }
}
