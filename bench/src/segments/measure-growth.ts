import { sql } from 'kysely';
import { percentile } from '../bench.ts';
import { appendAll, newTenant, toEvent } from './bench-tenants.ts';
import { copyState } from './copy-state.ts';
import { makeSegments } from './make-segments.ts';
import type { OpenSegments } from './open-segments.ts';
import { NAMES, realtimeRules } from './realtime-rules.ts';

const EVENTS = 2_000;
const PEOPLE = 500;
const ROUNDS = 5;
const OTHER_NAMES = NAMES.map((name) => `Other ${name}`);

/**
 * How the segment subgraph's own work for the same events grows with profiles that they are not about and with rules that
 * they cannot touch: medians of rounds, in turns. The profiles and the rules that they touch are the same in all tenants.
 */
export async function measureGrowth({ profiles, ...open }: OpenSegments & { readonly profiles: number }) {
  const plain = await prepare(open, 'growth-plain', { copies: 0, otherRules: 0 });
  const crowded = await prepare(open, 'growth-crowded', { copies: profiles, otherRules: 0 });
  const ruled = await prepare(open, 'growth-ruled', { copies: 0, otherRules: 450 });
  const seconds = new Map<string, number[]>([plain, crowded, ruled].map((tenantId) => [tenantId, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [tenantId, took] of seconds) took.push(await timeEvaluation(open, tenantId, round));
  }
  const median = (tenantId: string) => percentile(seconds.get(tenantId) ?? [], 0.5);
  return {
    workWithManyProfiles: median(crowded) / median(plain),
    workWithOtherRules: median(ruled) / median(plain),
    microsecondsPerEvent: (median(plain) / EVENTS) * 1e6,
  };
}

/** A tenant with fifty rules that the events touch, whose people have a past. */
async function prepare(
  open: OpenSegments,
  name: string,
  { copies, otherRules }: { readonly copies: number; readonly otherRules: number },
): Promise<string> {
  const tenantId = await newTenant(open.database, name);
  const rules = [...realtimeRules(50, NAMES), ...realtimeRules(otherRules, OTHER_NAMES)];
  await makeSegments(
    open,
    tenantId,
    rules.map((rule) => ({ kind: 'REALTIME', rule })),
  );
  await open.worked(tenantId, await appendAll(open.log, tenantId, eventsOf(0)));
  if (copies > 0) await copyState(open, tenantId, copies);
  await open.database.asSystem((trx) => sql`analyze segment.state, segment.membership`.execute(trx));
  return tenantId;
}

/** Seconds of the segment consumer alone, for events that are resolved already. */
async function timeEvaluation(open: OpenSegments, tenantId: string, round: number): Promise<number> {
  await open.segment.stop();
  const last = await appendAll(open.log, tenantId, eventsOf(round));
  await open.profile.consumer.waitFor(tenantId, last, 60_000);
  await open.segment.start();
  const start = performance.now();
  await open.worked(tenantId, last);
  return (performance.now() - start) / 1_000;
}

function eventsOf(round: number) {
  return Array.from({ length: EVENTS }, (_, index) =>
    toEvent({
      user: `user-${(index * 7_919) % PEOPLE}`,
      event: NAMES[(index * 31) % NAMES.length] ?? '',
      messageId: `event-${round}-${index}`,
      at: Date.now(),
      properties: { total: index % 90 },
    }),
  );
}
