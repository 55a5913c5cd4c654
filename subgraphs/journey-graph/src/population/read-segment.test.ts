import { expect, test } from 'vitest';
import { analyst, segmentAnalyst } from '../../test/viewers.ts';
import { readSegment } from './read-segment.ts';

const SEGMENT = '5e600000-0000-8000-8000-00000000000a';

test('no segment is everybody, for whoever may not read segments, too', () => {
  expect([undefined, null].map((none) => readSegment(analyst('acme'), none))).toEqual([null, null]);
});

test('an id is read whatever its case', () => {
  expect(readSegment(segmentAnalyst('acme'), SEGMENT.toUpperCase())).toBe(SEGMENT);
});

test('without segment:read it is refused before it is looked at', () => {
  const refused = expect.objectContaining({
    code: 'FORBIDDEN',
    message: expect.stringContaining('segment:read'),
  });
  expect(() => readSegment(analyst('acme'), 'no id')).toThrow(refused);
});
