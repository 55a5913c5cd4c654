import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

test('a database is created, listed, used and dropped', async () => {
  const { db } = await connect();
  const shop = await db.createDatabase('shop');
  expect(await db.listDatabases()).toEqual(['_system', 'shop']);
  expect(await shop.exists()).toBe(true);
  expect((await shop.get()).name).toBe('shop');
  await shop.createCollection('orders');
  expect(await db.collection('orders').exists()).toBe(false);
  await db.dropDatabase('shop');
  expect(await shop.exists()).toBe(false);
});

test('a database that is missing, twice there or badly named is refused', async () => {
  const { db } = await connect();
  expect(await refusal(db.database('nowhere').listCollections())).toEqual({ errorNum: 1228, code: 404 });
  expect(await refusal(db.createDatabase('_system'))).toEqual({ errorNum: 1207, code: 409 });
  expect(await refusal(db.createDatabase('9 lives'))).toEqual({ errorNum: 1229, code: 400 });
  const shop = await db.createDatabase('shop');
  expect(await refusal(shop.createDatabase('other'))).toEqual({ errorNum: 1230, code: 403 });
});

test('a collection tells its type, count, figures and properties', async () => {
  const { db } = await connect();
  const people = await db.createCollection('people');
  const knows = await db.createEdgeCollection('knows');
  await people.saveAll([{ _key: 'a' }, { _key: 'b' }]);
  expect((await people.count()).count).toBe(2);
  expect((await people.figures()).count).toBe(2);
  expect((await knows.get()).type).toBe(3);
  expect((await people.properties({ waitForSync: true })).waitForSync).toBe(true);
  expect((await people.properties()).waitForSync).toBe(true);
  const before = await people.checksum();
  await people.update('a', { seen: true });
  expect((await people.checksum({ withData: true })).checksum).not.toBe(before.checksum);
  expect((await db.listCollections()).map(({ name }) => name)).toEqual(['knows', 'people']);
  await people.rename('folk');
  expect(await people.document('a')).toMatchObject({ _id: 'folk/a', seen: true });
  await people.truncate();
  expect((await people.count()).count).toBe(0);
  expect(await db.collection('folk').exists()).toBe(true);
  await knows.drop();
  expect(await knows.exists()).toBe(false);
});

test('a collection that is missing, twice there or badly named is refused', async () => {
  const { db } = await connect();
  await db.createCollection('people');
  expect(await refusal(db.createCollection('people'))).toEqual({ errorNum: 1207, code: 409 });
  expect(await refusal(db.createCollection('bad`name'))).toEqual({ errorNum: 1208, code: 400 });
  expect(await refusal(db.collection('nobody').count())).toEqual({ errorNum: 1203, code: 404 });
});

test('key generators make the keys that they promise', async () => {
  const { db } = await connect();
  const counted = await db.createCollection('counted', {
    keyOptions: { type: 'autoincrement', increment: 5, offset: 10 },
  });
  expect(await counted.save({})).toMatchObject({ _key: '10' });
  expect(await counted.save({})).toMatchObject({ _key: '15' });
  await counted.save({ _key: '40' });
  expect(await counted.save({})).toMatchObject({ _key: '45' });
  const generated = await db.createCollection('generated', {
    keyOptions: { type: 'uuid', allowUserKeys: false },
  });
  expect((await generated.save({}))['_key']).toMatch(/^[\da-f-]{36}$/);
  expect(await refusal(generated.save({ _key: 'mine' }))).toEqual({ errorNum: 1222, code: 400 });
});

test('a path that is unknown, or known and refused, says so', async () => {
  const { db, aqlite } = await connect();
  const get = (path: string) => fetch(aqlite.url + path);
  expect((await get('/_api/nothing')).status).toBe(404);
  const refused = await get('/_api/foxx');
  expect(refused.status).toBe(501);
  expect(await refused.json()).toMatchObject({ error: true, errorNum: 9, code: 501 });
  expect((await fetch(`${aqlite.url}/_api/version`, { method: 'PUT' })).status).toBe(405);
  expect((await db.version()).version).toBe('3.11.14');
  expect(await db.availability()).toBe('default');
});
