import { expect, test } from 'vitest';
import { DatabaseServer } from './server.ts';

function open() {
  const database = new DatabaseServer().get('_system');
  if (database === null) throw new Error('a server begins with _system');
  database.createCollection('c');
  return database;
}

test('a document whose write was taken back within a transaction is free for others', () => {
  const database = open();
  const transaction = database.begin();
  const savepoint = transaction.savepoint();
  transaction.collection('c')?.insert({ _key: 'a' });
  transaction.rollbackTo(savepoint);
  transaction.collection('c')?.insert({ _key: 'b' });
  database.run((store) => store.collection('c')?.insert({ _key: 'a', by: 'another' }));
  transaction.commit();
  const count = database.run((store) => store.collection('c')?.count());
  expect(count).toBe(2);
  expect(database.run((store) => store.collection('c')?.get('a'))).toMatchObject({ by: 'another' });
});

test('a document that was written before the savepoint stays held until the end', () => {
  const database = open();
  const transaction = database.begin();
  transaction.collection('c')?.insert({ _key: 'a', n: 1 });
  const savepoint = transaction.savepoint();
  transaction.collection('c')?.update('a', { n: 2 });
  transaction.rollbackTo(savepoint);
  const write = () => database.run((store) => store.collection('c')?.insert({ _key: 'a' }));
  expect(write).toThrow(expect.objectContaining({ errorNum: 1200 }));
  expect(database.run((store) => store.collection('c')?.get('a'))).toBe(null);
  transaction.commit();
  expect(database.run((store) => store.collection('c')?.get('a'))).toMatchObject({ n: 1 });
});
