/**
 * A misreading of the rules: what is wrong, the first seed to look for it, in which file of the oracle, the right text
 * and the wrong one.
 */
export type Fault = readonly [name: string, seed: number, file: string, right: string, wrong: string];

export const faults: readonly Fault[] = [
  ['a window holds its first moment', 10, 'truth.ts', 'time > at - lengthOf(', 'time >= at - lengthOf('],
  ['a range holds its end', 316, 'truth.ts', 'time < instantOf(to, at)', 'time <= instantOf(to, at)'],
  ['equal times by position', 134, 'truth.ts', '(a.eventId < b.eventId ? -1 : 1)', '0'],
  [
    'differs from what is missing',
    2,
    'truth.ts',
    'if (value === null || value === undefined) return false;',
    "if (value === null || value === undefined) return operator === '!=';",
  ],
  ['differs from another type', 8, 'truth.ts', 'typeof value === typeof constant && value', 'value'],
  [
    'values are converted',
    49,
    'truth.ts',
    'return value === constant;',
    'return String(value) === String(constant);',
  ],
  [
    'texts ignore case',
    100,
    'truth.ts',
    'value.includes(textOf(constant))',
    'value.toLowerCase().includes(textOf(constant))',
  ],
  ['equal times are a sequence', 10, 'truth.ts', 'time > after && extend', 'time >= after && extend'],
  ['one period more', 11, 'truth.ts', 'numberOf(back), at)', 'numberOf(back) + 1, at)'],
  [
    'an empty aggregate is 0',
    14,
    'truth.ts',
    'if (numbers.length === 0) return false;',
    'if (numbers.length === 0) numbers.push(0n);',
  ],
  [
    'sums of doubles',
    318,
    'truth.ts',
    'const total = numbers.reduce((sum, value) => sum + value, 0n);',
    "const total = decimal(values.filter((one) => typeof one === 'number').reduce((sum, one) => sum + one, 0));",
  ],
  [
    'the first value is no change',
    11,
    'truth.ts',
    'value !== former && isInside',
    "former !== 'null' && value !== former && isInside",
  ],
  ['a grant holds at its end', 113, 'truth.ts', 'said.expiresAt <= at', 'said.expiresAt < at'],
  ['the last value of any type', 100, 'truth.ts', ': typeof value === typeof sample;', ': true;'],
  ['internal events count', 20, 'world.ts', " && !entry.event.source.startsWith('internal:')", ''],
  [
    'a removal clears the named identifier only',
    110,
    'world.ts',
    "identifiersOf(world, world.identifiers.get(id)?.profile ?? '')",
    '[id]',
  ],
  ['weeks begin on Sunday', 84, 'local-days.ts', 'getUTCDay() + 6) % 7', 'getUTCDay()) % 7'],
  ['days of UTC', 11, 'local-days.ts', 'timeZone: zone', "timeZone: 'UTC'"],
  ['a survivor begins anew', 5, 'timeline.ts', 'inherited.get(`${segmentId} ${profile}`) ?? at', 'at'],
  ['what is due waits for the next entry', 38, 'timeline.ts', 'this.pass(at);', 'this.pass(at - 1);'],
  [
    'losing profiles leave silently',
    2,
    'timeline.ts',
    'if (!isArchived && !isMerged) continue;',
    'if (!isArchived) continue;',
  ],
];
