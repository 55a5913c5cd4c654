import { Database } from 'arangojs';
import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

test('with users set, requests need a name and password or a token', async () => {
  let now = 1_700_000_000_000;
  const { db, aqlite } = await connect({ users: { root: 'secret' }, clock: () => now });
  expect(await refusal(db.version())).toMatchObject({ code: 401 });
  db.useBasicAuth('root', 'wrong');
  expect(await refusal(db.version())).toMatchObject({ code: 401 });
  db.useBasicAuth('root', 'secret');
  expect((await db.version()).version).toBe('3.11.14');
  const other = new Database({ url: aqlite.url });
  expect(await refusal(other.login('root', 'wrong'))).toMatchObject({ code: 401 });
  await other.login('root', 'secret');
  const user = await other.query('RETURN CURRENT_USER()');
  expect(await user.all()).toEqual(['root']);
  now += 3_601_000;
  expect(await refusal(other.query('RETURN 1'))).toMatchObject({ code: 401 });
  other.useBearerAuth('a.e30.c');
  expect(await refusal(other.version())).toMatchObject({ code: 401 });
  other.close();
});

test('without users every request is welcome', async () => {
  const { db } = await connect();
  await db.login('anyone', 'anything');
  const user = await db.query('RETURN CURRENT_USER()');
  expect(await user.all()).toEqual([null]);
});
