import type { TestDatabase } from '@customer360/testing';
import type { SegmentEntry } from '../src/facts/entry.ts';
import type { MembershipChange } from '../src/stream/membership-change.ts';
import type { SegmentProjection } from '../src/projection/tables.ts';
import { differenceOf } from './difference.ts';
import { play } from './play.ts';
import { runStream, type Life } from './run-stream.ts';
import { sqlDifference } from './run-sql.ts';
import type { Scenario } from './steps.ts';
import { timeline, type Expected, type ExpectedChange } from './timeline.ts';

const DAY = 86_400_000;

const lives: readonly Life[] = [
  { restartEvery: null, isAwake: false },
  { restartEvery: 7, isAwake: true },
  { restartEvery: 1, isAwake: false },
];

/** When all sliding and most calendar windows of generated rules are over. */
export function endOf(entries: readonly SegmentEntry[]): number {
  return (entries.at(-1)?.loggedAt ?? 0) + 40 * DAY;
}

/** In words what the stream gets wrong of a scenario; null when it agrees with the oracle in everything. */
export function streamDifference(
  scenario: Scenario,
  expect: (entries: readonly SegmentEntry[], through: number) => Expected = timeline,
  lived: readonly Life[] = lives,
): string | null {
  const entries = play(scenario);
  const through = endOf(entries);
  const expected = expect(entries, through);
  let ids: string | null = null;
  for (const life of lived) {
    const name = `stream, ${JSON.stringify(life)}`;
    const run = runStream(entries, through, life);
    const found =
      differenceOf(expected.changes.map(lineOf).toSorted(), run.changes.map(lineOf).toSorted()) ??
      differenceOf(expected.members, run.members) ??
      differenceOf(expected.refused, run.refused);
    if (found !== null) return `${name}:\n${found}`;
    // Same events with the same ids in the same order, however the consumer lived.
    const sent = run.changes.map((change) => `${change.id} ${lineOf(change)}`).join('\n');
    if (ids !== null && ids !== sent) return `${name}: other ids or another order than without a stop`;
    ids = sent;
  }
  return null;
}

/** The same of SQL too, over a projection that is written in batches of `every` entries. */
export async function difference(
  database: TestDatabase<SegmentProjection>,
  tenantId: string,
  scenario: Scenario,
  every: number,
): Promise<string | null> {
  const found = streamDifference(scenario);
  return found ?? sqlDifference(database, tenantId, play(scenario), { every });
}

function lineOf(change: ExpectedChange | MembershipChange): string {
  const { at, cause, profileId, segmentId, version, kind, reason } = change;
  return [new Date(at).toISOString(), cause, segmentId, version, profileId, kind, reason].join(' ');
}
