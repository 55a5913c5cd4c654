import { setTimeout } from 'node:timers/promises';
import { appendAll, newTenant, toEvent } from './bench-tenants.ts';
import { makeSegments } from './make-segments.ts';
import type { OpenSegments } from './open-segments.ts';
import { NAMES, realtimeRules } from './realtime-rules.ts';

const EVENTS_PER_SECOND = 500;
const GROUP = 10;
const PEOPLE = 2_000;

/** Milliseconds from the append of events to the commit of the memberships that they make, and the rate that was held. */
export async function measureLatency(open: OpenSegments, seconds: number) {
  const tenantId = await newTenant(open.database, 'latency');
  await makeSegments(
    open,
    tenantId,
    realtimeRules(50, NAMES).map((rule) => ({ kind: 'REALTIME', rule })),
  );
  const samples: number[] = [];
  let waited = Promise.resolve();
  /** One waits at a time: each that waits looks into the database at every batch. */
  async function sample(before: Promise<void>, group: { at: number; appended: Promise<number> }) {
    await before;
    await open.worked(tenantId, await group.appended);
    samples.push(performance.now() - group.at);
  }
  const start = performance.now();
  let sent = 0;
  while (performance.now() - start < seconds * 1_000) {
    const due = Math.floor(((performance.now() - start) / 1_000) * EVENTS_PER_SECOND);
    if (sent + GROUP > due) {
      await setTimeout(5);
      continue;
    }
    // From the moment at which they were due: a slow log does not slow the clock of the measurement down.
    const at = start + (sent / EVENTS_PER_SECOND) * 1_000;
    const events = Array.from({ length: GROUP }, (_, index) => {
      const number = sent + index;
      return toEvent({
        user: `user-${(number * 7_919) % PEOPLE}`,
        event: NAMES[(number * 31) % NAMES.length] ?? '',
        messageId: `event-${number}`,
        at: Date.now(),
        properties: { total: number % 90 },
      });
    });
    sent += GROUP;
    const appended = appendAll(open.log, tenantId, events);
    waited = sample(waited, { at, appended });
  }
  const rate = sent / ((performance.now() - start) / 1_000);
  await waited;
  return { took: samples, eventsPerSecond: rate };
}
