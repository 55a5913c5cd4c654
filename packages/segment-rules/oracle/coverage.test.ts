import { expect, test } from 'vitest';
import { requireRule } from '../src/rule/read/read-rule.ts';
import { conditionsOf } from '../src/rule/walk.ts';
import { endOf } from './compare.ts';
import { generateScenario } from './generate-scenario.ts';
import { play } from './play.ts';
import { timeline } from './timeline.ts';

/** How often things happen in the first hundred scenarios. */
function situations(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string, times = 1) => counts.set(name, (counts.get(name) ?? 0) + times);
  for (let seed = 1; seed <= 100; seed += 1) {
    const entries = play(generateScenario(seed));
    for (const entry of entries) {
      count('identifiers that move', entry.identifierChanges.filter(({ from }) => from !== null).length);
      count('events that move', entry.reattributed.length);
      count('erasures', entry.erased.length);
      for (const { quarantined } of entry.quarantineChanges) {
        count(quarantined ? 'quarantines' : 'quarantines that end');
      }
      if (entry.event !== null && entry.event.time < entry.loggedAt) count('late events');
      for (const change of entry.segmentChanges) {
        if (change.kind !== 'ACTIVATED') count(change.kind);
        else for (const { kind } of conditionsOf(requireRule(change.rule))) count(`condition ${kind}`);
      }
    }
    const { changes, refused } = timeline(entries, endOf(entries));
    count('refusals', refused.length);
    for (const { kind, reason, cause } of changes) {
      count(`${kind} ${reason} ${cause.startsWith('due:') ? 'by time' : 'by an entry'}`);
    }
  }
  return counts;
}

test('generated histories meet everything that rules speak of', () => {
  const counts = situations();
  const least: Readonly<Record<string, number>> = {
    'identifiers that move': 50,
    'events that move': 10,
    erasures: 5,
    quarantines: 50,
    'quarantines that end': 20,
    'late events': 100,
    RECOMPUTED: 50,
    ARCHIVED: 5,
    refusals: 5,
    'condition value': 20,
    'condition identifiers': 10,
    'condition consent': 10,
    'condition count': 20,
    'condition aggregate': 20,
    'condition sequence': 20,
    'condition changed': 20,
    'condition segment': 20,
    'condition list': 10,
    'condition clock': 5,
    'ENTERED RULE by an entry': 100,
    'EXITED RULE by an entry': 100,
    'ENTERED RULE by time': 20,
    'EXITED RULE by time': 20,
    'EXITED MERGED by an entry': 20,
    'EXITED ARCHIVED by an entry': 5,
    'EXITED QUARANTINED by an entry': 20,
  };
  const rare = Object.entries(least).filter(([name, times]) => (counts.get(name) ?? 0) < times);
  expect(rare.map(([name, times]) => `${name}: ${counts.get(name) ?? 0} of ${times}`)).toEqual([]);
});
