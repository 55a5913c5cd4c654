const realTime = 'cannot be kept up to date by the stream at a bounded cost';

/** Operators of other rule languages that are refused with a reason of their own. */
export const refusedOperators: ReadonlyMap<string, string> = new Map([
  ['event_first', `the first value of a sliding window ${realTime}; use event_last or a computed trait`],
  ['event_most_frequent', `the most frequent value ${realTime}; use a computed trait`],
  ['event_unique_list', `a list of unique values ${realTime}; use a computed trait`],
  ['event_unique_count', `a count of unique values ${realTime}; use a computed trait`],
  ['anniversary', 'anniversaries are refused: they need a time zone per profile'],
  ['script', 'rules hold no code'],
  ['sql', 'rules hold no SQL'],
]);
