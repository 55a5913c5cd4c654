import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { commandEntry } from '@customer360/subgraph';
import { sql } from 'kysely';
import type { OpenSegments } from './open-segments.ts';

/** Makes segments and resolves when all are in force; gives their ids and the seconds from the first command on. */
export async function makeSegments(
  { log, database }: OpenSegments,
  tenantId: string,
  segments: readonly { readonly kind: 'BATCH' | 'REALTIME'; readonly rule: object }[],
): Promise<{ readonly ids: readonly string[]; readonly seconds: number }> {
  const start = performance.now();
  const ids = segments.map(() => randomUUID());
  await log.append(
    tenantId,
    segments.map(({ kind, rule }, index) => {
      const segmentId = ids[index] ?? '';
      const command = { command: 'createSegment', segmentId, name: segmentId, description: null, kind, rule };
      return commandEntry({ command, messageId: `create ${segmentId}` }, Date.now());
    }),
  );
  for (;;) {
    const { rows } = await database.inTenant(tenantId, (trx) =>
      sql<{
        readonly open: number;
      }>`select ${segments.length}::int8 - count(*) filter (where version > 0) as open
        from segment.definition where segment_id::text in (${sql.join(ids)})`.execute(trx),
    );
    if (rows[0]?.open === 0) return { ids, seconds: (performance.now() - start) / 1_000 };
    await setTimeout(10);
  }
}
