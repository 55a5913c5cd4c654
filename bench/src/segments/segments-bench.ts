import { describeTimes, percentile, type Bench, type BenchOptions } from '../bench.ts';
import { measureBatch } from './measure-batch.ts';
import { measureExpiry } from './measure-expiry.ts';
import { measureGrowth } from './measure-growth.ts';
import { measureLatency } from './measure-latency.ts';
import { measurePersonaReads } from './measure-persona-reads.ts';
import { openRedis } from './open-redis.ts';
import { openSegments } from './open-segments.ts';

export const segmentsBench: Bench = {
  name: 'segments',
  about:
    'from an event to the memberships that it makes, the end of windows, a batch segment and reads of personas, on native PostgreSQL and Redis',
  targets: {
    workWithManyProfiles: { max: 1.5 },
    workWithOtherRules: { max: 1.5 },
    eventToMembershipP95Ms: { max: 1_000 },
    eventsPerSecond: { min: 490 },
    windowExpirySeconds: { max: 2 },
    batchSegmentSeconds: { max: 10 },
    personaReadP99Ms: { max: 2 },
    personaReadsFromStore: { max: 0 },
  },
  run: runSegmentsBench,
};

async function runSegmentsBench({ print, scale }: BenchOptions): Promise<Readonly<Record<string, number>>> {
  const redis = await openRedis(process.env);
  const open = await openSegments(redis.url);
  try {
    const size = Math.round(100_000 * Math.min(1, scale));
    const growth = await measureGrowth({ ...open, profiles: size });
    print(
      `the work of segments for an event: ${Math.round(growth.microsecondsPerEvent)} µs; with ${size} profiles more
  ${growth.workWithManyProfiles.toFixed(2)} times that, with 450 rules more that it cannot touch ${growth.workWithOtherRules.toFixed(2)} times`,
    );
    const latency = await measureLatency(open, 30 * scale);
    print(
      `50 realtime segments, ${Math.round(latency.eventsPerSecond)} events/s for ${30 * scale} s: ${describeTimes(latency.took)}`,
    );
    const { windowExpirySeconds } = await measureExpiry({ ...open, waiting: size });
    print(`${size} memberships waiting: ${windowExpirySeconds.toFixed(2)} s`);
    const { batchSegmentSeconds } = await measureBatch({ ...open, profiles: size });
    print(`${size} profiles, ${size * 10} events: ${batchSegmentSeconds.toFixed(2)} s`);
    const personas = await measurePersonaReads({ ...open, reads: 20_000 * scale });
    print(`reads of a persona: ${describeTimes(personas.took)}`);
    return {
      ...growth,
      eventToMembershipP95Ms: percentile(latency.took, 0.95),
      eventsPerSecond: latency.eventsPerSecond,
      windowExpirySeconds,
      batchSegmentSeconds,
      personaReadP99Ms: percentile(personas.took, 0.99),
      personaReadsFromStore: personas.readsFromStore,
    };
  } finally {
    await open.close();
    await redis.close();
  }
}
