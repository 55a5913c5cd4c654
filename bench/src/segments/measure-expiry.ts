import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { appendAll, newTenant, toEvent } from './bench-tenants.ts';
import { copyState } from './copy-state.ts';
import { makeSegments } from './make-segments.ts';
import type { OpenSegments } from './open-segments.ts';

const HOUR = 3_600_000;
const ENDING = 200;

/** Seconds from the moment that a window ends to the commit that takes its member out, at worst, while others wait. */
export async function measureExpiry({ waiting, ...open }: OpenSegments & { readonly waiting: number }) {
  const tenantId = await newTenant(open.database, 'expiry');
  const rule = { event_count: [{ event: 'Seen', within: '1h' }, '>=', 1] };
  const { ids } = await makeSegments(open, tenantId, [{ kind: 'REALTIME', rule }]);
  const first = await appendAll(open.log, tenantId, [
    toEvent({ user: 'first', event: 'Seen', messageId: 'first', at: Date.now() }),
  ]);
  await open.worked(tenantId, first);
  await copyState(open, tenantId, waiting);
  const now = Date.now();
  const moments = Array.from({ length: ENDING }, (_, index) => now + 4_000 + index * 20);
  const last = await appendAll(
    open.log,
    tenantId,
    moments.map((due, index) =>
      toEvent({ user: `ending-${index}`, event: 'Seen', messageId: `ending-${index}`, at: due - HOUR }),
    ),
  );
  await open.worked(tenantId, last);
  return { windowExpirySeconds: await worstDelay(open, tenantId, { segmentId: ids[0] ?? '', moments }) };
}

async function worstDelay(
  { database }: OpenSegments,
  tenantId: string,
  { segmentId, moments }: { readonly segmentId: string; readonly moments: readonly number[] },
): Promise<number> {
  const seen = new Map<number, number>();
  while (seen.size < moments.length) {
    await setTimeout(20);
    const { rows } = await database.inTenant(tenantId, (trx) =>
      sql<{ readonly at: number }>`select at from segment.activity
        where segment_id = ${segmentId} and kind = 'EXITED'`.execute(trx),
    );
    const now = Date.now();
    for (const { at } of rows) if (!seen.has(at)) seen.set(at, now);
  }
  return Math.max(...[...seen].map(([at, now]) => (now - at) / 1_000));
}
