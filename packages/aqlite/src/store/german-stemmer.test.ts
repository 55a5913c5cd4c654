import { expect, test } from 'vitest';
import { stemGerman } from './german-stemmer.ts';

test.each([
  ['aufeinander', 'aufeinand'],
  ['aufenthalte', 'aufenthalt'],
  ['kategorischer', 'kategor'],
  ['katzen', 'katz'],
  ['häuser', 'haus'],
  ['möglichkeiten', 'moglich'],
  ['ergebnisses', 'ergebnis'],
  ['freundlichkeit', 'freundlich'],
  ['schönsten', 'schon'],
  ['bauen', 'bau'],
  ['straße', 'strass'],
  ['bedeutungen', 'bedeut'],
  ['lorem', 'lor'],
  ['amet', 'amet'],
])('%s becomes %s', (word, stem) => {
  expect(stemGerman(word)).toBe(stem);
});
