import { expect, test } from 'vitest';
import { stemEnglish } from './english-stemmer.ts';

test.for([
  ['consignment', 'consign'],
  ['consistency', 'consist'],
  ['consolations', 'consol'],
  ['knackeries', 'knackeri'],
  ['kneeling', 'kneel'],
  ['generously', 'generous'],
  ['general', 'general'],
  ['hopping', 'hop'],
  ['hoping', 'hope'],
  ['luxuriated', 'luxuri'],
  ['ties', 'tie'],
  ['cries', 'cri'],
  ['gas', 'gas'],
  ['gaps', 'gap'],
  ['kiwis', 'kiwi'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['say', 'say'],
  ['by', 'by'],
  ['youth', 'youth'],
  ['boyish', 'boyish'],
  ['agreed', 'agre'],
  ['relational', 'relat'],
  ['possibly', 'possibl'],
  ['electricity', 'electr'],
  ['adoption', 'adopt'],
  ['controlling', 'control'],
  ['bed', 'bed'],
  ['proceeds', 'proceed'],
  ["john's", 'john'],
  ['quick', 'quick'],
  ['databases', 'databas'],
] as const)('%s becomes %s', ([word, stem]) => {
  expect(stemEnglish(word)).toBe(stem);
});
