import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

test('an index is made once, listed, read and dropped', async () => {
  const { db } = await connect();
  const people = await db.createCollection('people');
  const made = await people.ensureIndex({
    type: 'persistent',
    fields: ['name', 'age'],
    storedValues: ['city'],
  });
  expect(made).toMatchObject({ isNewlyCreated: true, type: 'persistent', unique: false });
  const again = await people.ensureIndex({
    type: 'persistent',
    fields: ['name', 'age'],
    storedValues: ['city'],
  });
  expect(again).toMatchObject({ isNewlyCreated: false, id: made.id });
  expect((await people.indexes()).map(({ type }) => type)).toEqual(['primary', 'persistent']);
  expect((await people.index(made.id)).name).toBe(made.name);
  await people.dropIndex(made.id);
  expect(await people.indexes()).toHaveLength(1);
  expect(await refusal(people.index(made.id))).toEqual({ errorNum: 1212, code: 404 });
  const knows = await db.createEdgeCollection('knows');
  expect((await knows.indexes()).map(({ name }) => name)).toEqual(['primary', 'edge']);
});

test('a unique index refuses the second document, null included unless it is sparse', async () => {
  const { db } = await connect();
  const people = await db.createCollection('people');
  await people.ensureIndex({ type: 'persistent', fields: ['mail'], unique: true, name: 'mail' });
  await people.save({ _key: 'a', mail: 'x' });
  await people.save({ _key: 'b' });
  expect(await refusal(people.save({ mail: 'x' }))).toEqual({ errorNum: 1210, code: 409 });
  expect(await refusal(people.save({}))).toEqual({ errorNum: 1210, code: 409 });
  expect(await refusal(people.update('b', { mail: 'x' }))).toEqual({ errorNum: 1210, code: 409 });
  await people.update('a', { mail: 'x', n: 1 });
  const sparse = await db.createCollection('sparse');
  await sparse.ensureIndex({ type: 'persistent', fields: ['mail'], unique: true, sparse: true });
  await sparse.saveAll([{}, {}]);
  expect((await sparse.count()).count).toBe(2);
});

test('a unique index on documents that break it is refused and not kept', async () => {
  const { db } = await connect();
  const people = await db.createCollection('people');
  await people.saveAll([{ n: 1 }, { n: 1 }]);
  const unique = people.ensureIndex({ type: 'persistent', fields: ['n'], unique: true });
  expect(await refusal(unique)).toEqual({ errorNum: 1210, code: 409 });
  expect(await people.indexes()).toHaveLength(1);
});

test('index types and fields that cannot be are refused', async () => {
  const { db } = await connect();
  const people = await db.createCollection('people');
  const tried = (details: object) => refusal(people.ensureIndex(details as never));
  expect(await tried({ type: 'geo', fields: ['a'] })).toEqual({ errorNum: 9, code: 501 });
  expect(await tried({ type: 'persistent', fields: [] })).toEqual({ errorNum: 10, code: 400 });
  expect(await tried({ type: 'persistent', fields: ['a', 'a'] })).toEqual({ errorNum: 10, code: 400 });
  expect(await tried({ type: 'ttl', fields: ['a'] })).toEqual({ errorNum: 10, code: 400 });
  expect(await refusal(people.dropIndex('primary'))).toMatchObject({ code: 403 });
});

test('a ttl index removes documents whose time is over', async () => {
  const now = 1_700_000_000_000;
  const { db, aqlite } = await connect({ clock: () => now });
  const events = await db.createCollection('events');
  await events.ensureIndex({ type: 'ttl', fields: ['expireAt'], expireAfter: 10 });
  await events.saveAll([
    { _key: 'old', expireAt: now / 1000 - 11 },
    { _key: 'young', expireAt: now / 1000 - 9 },
    { _key: 'dated', expireAt: new Date(now - 20_000).toISOString() },
    { _key: 'never' },
  ]);
  expect(aqlite.server.expire()).toBe(2);
  const left = await db.query('FOR e IN events SORT e._key RETURN e._key');
  expect(await left.all()).toEqual(['never', 'young']);
});
