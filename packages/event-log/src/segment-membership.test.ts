import { expect, test } from 'vitest';
import type { LogEntry } from './event-log.ts';
import { readSegmentMembership } from './segment-membership.ts';

const properties = { segmentId: 's', version: 2, profileId: 'p', cause: 'c', reason: 'RULE' };
const entry: LogEntry = {
  position: 1,
  loggedAt: 1,
  eventId: 'e',
  sourceId: 'internal:segment',
  kind: 'track',
  eventName: 'Segment Entered',
  messageId: 'm',
  timestamp: 1,
  receivedAt: 1,
  time: 1,
  identifiers: [],
  payload: JSON.stringify({ type: 'track', properties }),
  tombstonedBy: null,
};

test.each([
  ['Segment Entered', 'ENTERED'],
  ['Segment Exited', 'EXITED'],
])('%s of the segments tells a membership', (eventName, kind) => {
  expect(readSegmentMembership({ ...entry, eventName })).toEqual({ kind, segmentId: 's', profileId: 'p' });
});

test.each([
  ['another source', { sourceId: 'web' }],
  ['another name', { eventName: 'Segment Viewed' }],
  ['no name', { eventName: null }],
  ['an entry that an erasure has emptied', { payload: null, tombstonedBy: 'x' }],
])('%s tells none', (_what, change) => {
  expect(readSegmentMembership({ ...entry, ...change })).toBeNull();
});

test('an entry that names nobody is refused', () => {
  const payload = JSON.stringify({ properties: { ...properties, profileId: 7 } });
  expect(() => readSegmentMembership({ ...entry, payload })).toThrow('names no segment or no profile');
});
