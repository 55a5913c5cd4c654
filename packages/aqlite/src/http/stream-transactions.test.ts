import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

async function shop() {
  const { db, aqlite } = await connect();
  const orders = await db.createCollection('orders');
  const links = await db.createEdgeCollection('links');
  await orders.ensureIndex({ type: 'persistent', fields: ['no'], unique: true });
  await orders.saveAll([
    { _key: 'a', no: 1 },
    { _key: 'b', no: 2 },
  ]);
  await links.save({ _key: 'ab', _from: 'orders/a', _to: 'orders/b' });
  return { db, aqlite, orders, links };
}

test('a commit keeps the writes of all steps', async () => {
  const { db, orders } = await shop();
  const transaction = await db.beginTransaction({ write: [orders] });
  await transaction.step(() => orders.save({ _key: 'c', no: 3 }));
  await transaction.step(() => db.query('UPDATE "a" WITH { no: 9 } IN orders'));
  expect((await transaction.get()).status).toBe('running');
  expect(await transaction.commit()).toMatchObject({ status: 'committed' });
  expect(await orders.document('a')).toMatchObject({ no: 9 });
  expect((await orders.count()).count).toBe(3);
});

test('an abort restores documents, indexes, edges and their order', async () => {
  const { db, orders, links } = await shop();
  const all = () => db.query('FOR o IN orders RETURN o').then((cursor) => cursor.all());
  const before = await all();
  const transaction = await db.beginTransaction({ write: [orders, links] });
  await transaction.step(() => orders.remove('a'));
  await transaction.step(() => orders.update('b', { no: 7 }));
  await transaction.step(() => orders.save({ _key: 'c', no: 1 }));
  await transaction.step(() => links.remove('ab'));
  await transaction.abort();
  expect(await all()).toEqual(before);
  expect(await refusal(orders.save({ no: 1 }))).toMatchObject({ errorNum: 1210 });
  const byNumber = await db.query('FOR o IN orders FILTER o.no == 2 RETURN o._key');
  expect(await byNumber.all()).toEqual(['b']);
  expect((await links.outEdges('orders/a')).edges).toHaveLength(1);
});

test('others do not see the writes of an open transaction', async () => {
  const { db, orders } = await shop();
  const transaction = await db.beginTransaction({ write: [orders] });
  await transaction.step(() => orders.update('a', { no: 5 }));
  await transaction.step(() => orders.save({ _key: 'c', no: 3 }));
  expect(await orders.document('a')).toMatchObject({ no: 1 });
  expect((await orders.count()).count).toBe(2);
  const outside = await db.query('FOR o IN orders FILTER o.no >= 1 SORT o.no RETURN o.no');
  expect(await outside.all()).toEqual([1, 2]);
  const inside = await transaction.step(() => db.query('FOR o IN orders SORT o.no RETURN o.no'));
  expect(await inside.all()).toEqual([2, 3, 5]);
  await transaction.abort();
});

test('a document that an open transaction wrote gives a write-write conflict', async () => {
  const { db, orders } = await shop();
  const transaction = await db.beginTransaction({ write: [orders] });
  await transaction.step(() => orders.update('a', { no: 5 }));
  expect(await refusal(orders.update('a', { no: 6 }))).toEqual({ errorNum: 1200, code: 409 });
  await transaction.commit();
  await orders.update('a', { no: 6 });
  expect(await orders.document('a')).toMatchObject({ no: 6 });
});

test('a step that fails leaves the earlier steps', async () => {
  const { db, orders } = await shop();
  const transaction = await db.beginTransaction({ write: [orders] });
  await transaction.step(() => orders.save({ _key: 'c', no: 3 }));
  const failing = transaction.step(() => db.query('FOR n IN [4, 1] INSERT { no: n } INTO orders'));
  expect(await refusal(failing)).toMatchObject({ errorNum: 1210 });
  await transaction.commit();
  const numbers = await db.query('FOR o IN orders SORT o.no RETURN o.no');
  expect(await numbers.all()).toEqual([1, 2, 3]);
});

test('undeclared collections and unknown transactions are refused', async () => {
  const { db, orders, links } = await shop();
  const transaction = await db.beginTransaction({ read: [links], write: [orders] });
  const undeclared = transaction.step(() => links.remove('ab'));
  expect(await refusal(undeclared)).toEqual({ errorNum: 1652, code: 400 });
  await transaction.abort();
  expect(await refusal(transaction.commit())).toMatchObject({ errorNum: 1654 });
  expect(await refusal(db.transaction('12345').get())).toEqual({ errorNum: 1655, code: 404 });
  expect(await refusal(db.beginTransaction({ write: ['nobody'] }))).toEqual({ errorNum: 1203, code: 404 });
});

test('an idle transaction is aborted after a minute', async () => {
  let now = 0;
  const { db } = await connect({ clock: () => now });
  const orders = await db.createCollection('orders');
  const transaction = await db.beginTransaction({ write: [orders] });
  await transaction.step(() => orders.save({ _key: 'a' }));
  expect(await db.listTransactions()).toEqual([{ id: transaction.id, state: 'running' }]);
  now += 61_000;
  expect((await transaction.get()).status).toBe('aborted');
  expect((await orders.count()).count).toBe(0);
});

test('transactions that have ended make room for others', async () => {
  const { db, orders } = await shop();
  const first = await db.beginTransaction({ write: [orders] });
  await first.commit();
  for (let count = 0; count < 1_100; count++) {
    const transaction = await db.beginTransaction({ write: [orders] });
    await transaction.commit();
  }
  expect(await refusal(first.get())).toMatchObject({ errorNum: 1655 });
  const last = await db.beginTransaction({ write: [orders] });
  expect((await last.commit()).status).toBe('committed');
});
