import type { TestDatabase } from '@customer360/testing';
import type { SegmentEntry } from '../src/facts/entry.ts';
import type { SegmentProjection } from '../src/projection/tables.ts';
import { writeEntries } from '../src/projection/write-entries.ts';
import { requireRule } from '../src/rule/read/read-rule.ts';
import { selectMembers } from '../src/sql/members.ts';
import { differenceOf } from './difference.ts';
import { membersAt, moments } from './timeline.ts';
import { emptyWorld, learn, type World } from './world.ts';

/** In words where the members by SQL are others than the oracle's, at some prefixes and moments; null when nowhere. */
export async function sqlDifference(
  database: TestDatabase<SegmentProjection>,
  tenantId: string,
  entries: readonly SegmentEntry[],
  { every, expect = membersAt }: { readonly every: number; readonly expect?: typeof membersAt },
): Promise<string | null> {
  const world = emptyWorld();
  for (let start = 0; start < entries.length; start += every) {
    const batch = entries.slice(start, start + every);
    for (const entry of batch) learn(world, entry);
    await database.inTenant(tenantId, (trx) => writeEntries(trx, tenantId, batch));
    const last = batch.at(-1)?.loggedAt ?? 0;
    const next = entries[start + every]?.loggedAt ?? last + 40 * 86_400_000;
    const isEnd = start + every >= entries.length;
    for (const at of [...presentMoments(world, last, next), ...(isEnd ? pastMoments(entries) : [])]) {
      const found = differenceOf(expect(world, at), await membersBySql(database, tenantId, world, at));
      if (found !== null)
        return `SQL after ${start + batch.length} entries at ${new Date(at).toISOString()}:\n${found}`;
    }
  }
  return null;
}

/** The moment of the last entry, and a moment at which something may turn with the millisecond before. */
function presentMoments(world: World, last: number, next: number): readonly number[] {
  const turns = moments(world, last, next);
  const turn = turns[Math.floor(turns.length / 3)];
  return turn === undefined ? [last] : [...new Set([last, turn - 1, turn])];
}

function pastMoments(entries: readonly SegmentEntry[]): readonly number[] {
  return [0.3, 0.7].flatMap((part) => entries[Math.floor(entries.length * part)]?.loggedAt ?? []);
}

async function membersBySql(
  database: TestDatabase<SegmentProjection>,
  tenantId: string,
  world: World,
  at: number,
): Promise<readonly string[]> {
  const rules = new Map([
    ...[...world.batch.keys()].map((id) => [id, null] as const),
    ...[...world.rules].map(([id, { rule }]) => [id, requireRule(rule)] as const),
  ]);
  return database.inTenant(tenantId, async (trx) => {
    const members: string[] = [];
    for (const [segmentId, rule] of rules) {
      if (rule === null) continue;
      const rows = await selectMembers(
        { db: trx, tenantId, at, rules, profileId: null },
        rule,
        segmentId,
      ).execute();
      members.push(...rows.map((row) => `${segmentId} ${row.profile_id}`));
    }
    return members.toSorted();
  });
}
