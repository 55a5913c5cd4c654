import { setTimeout } from 'node:timers/promises';
import { percentile } from '../bench.ts';
import { appendAll, newTenant, toEvent } from './bench-tenants.ts';
import { makeSegments } from './make-segments.ts';
import type { OpenSegments } from './open-segments.ts';

const EVENTS_PER_SECOND = 500;
const GROUP = 10;
const PEOPLE = 2_000;
const NAMES = ['Product Viewed', 'Product Added', 'Order Completed', 'Page Viewed', 'Promotion Viewed'];

/** Fifty rules of every kind that remembers events. */
const rules = Array.from({ length: 50 }, (_, index) => {
  const event = NAMES[index % NAMES.length] ?? '';
  const within = `${1 + (index % 30)}d`;
  const n = 1 + (index % 7);
  switch (index % 4) {
    case 0:
      return { event_count: [{ event, within }, '>=', n] };
    case 1:
      return { event_sum: [{ event, property: 'total', within }, '>', n * 50] };
    case 2:
      return { event_sequence: { steps: [{ event }, { event: 'Order Completed' }], within } };
    default:
      return {
        and: [
          { event_count: [{ event, within }, '>=', n] },
          { not: { event_count: [{ event, within: '10s' }, '>=', 9] } },
        ],
      };
  }
});

/** Milliseconds from the append of an event to the commit of the memberships that it makes: 95th percentile, and the rate. */
export async function measureLatency(open: OpenSegments, seconds: number) {
  const tenantId = await newTenant(open.database, 'latency');
  await makeSegments(
    open,
    tenantId,
    rules.map((rule) => ({ kind: 'REALTIME', rule })),
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
  return { eventToMembershipP95Ms: percentile(samples, 0.95), eventsPerSecond: rate };
}
