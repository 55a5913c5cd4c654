import { sortedJson } from './golden.ts';
import type { Snapshot } from './snapshot.ts';

const sections = [
  'identifiers',
  'operators',
  'profiles',
  'links',
  'ledger',
  'records',
  'keepApart',
  'merges',
  'answers',
  'attributions',
  'resolved',
  'sourceRecords',
  'goldenValues',
  'consents',
] as const satisfies readonly (keyof Snapshot)[];

/** In words where two snapshots differ first in each section; null when they are the same text. */
export function difference(expected: Snapshot, actual: Snapshot): string | null {
  if (sortedJson(expected) === sortedJson(actual)) return null;
  const differing = sections.filter(
    (section) => sortedJson(expected[section]) !== sortedJson(actual[section]),
  );
  return differing
    .map((section) => {
      const [wanted, got] = [expected[section].map(sortedJson), actual[section].map(sortedJson)];
      const missing = wanted.filter((row) => !got.includes(row));
      const surplus = got.filter((row) => !wanted.includes(row));
      if (missing.length + surplus.length === 0) return `${section}: other order`;
      return [
        `${section}:`,
        ...missing.map((row) => `  expected ${row}`),
        ...surplus.map((row) => `  got      ${row}`),
      ]
        .slice(0, 9)
        .join('\n');
    })
    .join('\n');
}
