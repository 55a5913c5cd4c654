import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCursors } from './cursor.ts';

const cursors = createCursors('tenant-a');
const refused = expect.objectContaining({
  code: 'BAD_USER_INPUT',
  message: 'The cursor is not one of this list.',
});

it('gives a place back to the list that made it', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.integer())),
      (list, place) => {
        const wellFormed = JSON.parse(JSON.stringify(place));
        expect(cursors.decode(list, cursors.encode(list, place))).toEqual(wellFormed);
      },
    ),
    { numRuns: 50 },
  );
});

it('gives the same cursor for the same place', () => {
  expect(cursors.encode('profiles', [1, 'a'])).toBe(cursors.encode('profiles', [1, 'a']));
});

it('shows nothing of the place', () => {
  const cursor = cursors.encode('Profile.customTraits', ['jane@example.com']);
  expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('jane');
});

it('refuses a cursor of another list or tenant', () => {
  const cursor = cursors.encode('profiles LAST_SEEN_DESC', [1, 'a']);
  expect(() => cursors.decode('profiles LAST_SEEN_ASC', cursor)).toThrow(refused);
  expect(() => createCursors('tenant-b').decode('profiles LAST_SEEN_DESC', cursor)).toThrow(refused);
});

it('refuses what is no cursor or was changed', () => {
  const cursor = cursors.encode('profiles', [1, 'a']);
  const bytes = Buffer.from(cursor, 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  for (const text of [
    '',
    'WzEsImEiXQ',
    bytes.toString('base64url'),
    cursor.slice(0, 10),
    'x'.repeat(5_000),
  ]) {
    expect(() => cursors.decode('profiles', text)).toThrow(refused);
  }
});
