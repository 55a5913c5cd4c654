import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

async function people(documents: Record<string, unknown>[] = []) {
  const { db, aqlite } = await connect();
  const collection = await db.createCollection('people');
  await collection.saveAll(documents);
  return { db, aqlite, collection };
}

test('a document is written, read, changed and removed', async () => {
  const { collection } = await people();
  const saved = await collection.save(
    { _key: 'ann', name: 'Ann', address: { city: 'Rome' } },
    { returnNew: true },
  );
  expect(saved).toMatchObject({ _id: 'people/ann', _key: 'ann', new: { name: 'Ann' } });
  const updated = await collection.update(
    'ann',
    { address: { zip: 1 } },
    { returnNew: true, returnOld: true },
  );
  expect(updated['_oldRev']).toBe(saved['_rev']);
  expect(updated.new).toMatchObject({ name: 'Ann', address: { city: 'Rome', zip: 1 } });
  expect(updated.old).toMatchObject({ address: { city: 'Rome' } });
  await collection.replace('ann', { name: 'Anna' });
  expect(Object.keys(await collection.document('ann'))).toEqual(['_key', '_id', '_rev', 'name']);
  expect(await collection.documentExists('ann')).toBe(true);
  const removed = await collection.remove('ann', { returnOld: true });
  expect(removed.old).toMatchObject({ name: 'Anna' });
  expect(await collection.documentExists('ann')).toBe(false);
});

test('keepNull and mergeObjects decide what an update leaves', async () => {
  const { collection } = await people([{ _key: 'a', x: 1, o: { p: 1, q: 2 } }]);
  await collection.update('a', { x: null, o: { p: null } }, { keepNull: false });
  expect(await collection.document('a')).toMatchObject({ o: { q: 2 } });
  expect(await collection.document('a')).not.toHaveProperty('x');
  await collection.update('a', { o: { r: 3 } }, { mergeObjects: false });
  expect((await collection.document('a'))['o']).toEqual({ r: 3 });
});

test('overwriteMode decides about a key that is there', async () => {
  const { collection } = await people([{ _key: 'a', x: 1, y: 1 }]);
  expect(await refusal(collection.save({ _key: 'a' }))).toEqual({ errorNum: 1210, code: 409 });
  await collection.save({ _key: 'a', x: 2 }, { overwriteMode: 'ignore' });
  expect(await collection.document('a')).toMatchObject({ x: 1, y: 1 });
  await collection.save({ _key: 'a', x: 2 }, { overwriteMode: 'update' });
  expect(await collection.document('a')).toMatchObject({ x: 2, y: 1 });
  await collection.save({ _key: 'a', x: 3 }, { overwriteMode: 'replace' });
  expect(await collection.document('a')).not.toHaveProperty('y');
});

test('a stale revision is refused with 412', async () => {
  const { collection } = await people([{ _key: 'a' }]);
  const { _rev } = await collection.document('a');
  await collection.update('a', { x: 1 }, { ifMatch: _rev });
  for (const call of [
    () => collection.update('a', { x: 2 }, { ifMatch: _rev }),
    () => collection.replace('a', { x: 2 }, { ifMatch: _rev }),
    () => collection.remove('a', { ifMatch: _rev }),
    () => collection.document('a', { ifMatch: _rev }),
  ]) {
    expect(await refusal(call())).toEqual({ errorNum: 1200, code: 412 });
  }
  const { _rev: current } = await collection.document('a');
  expect(await refusal(collection.document('a', { ifNoneMatch: current }))).toMatchObject({ code: 304 });
});

test('many documents are written each on its own', async () => {
  const { collection } = await people([{ _key: 'a' }, { _key: 'b' }]);
  const results = await collection.saveAll([{ _key: 'c' }, { _key: 'a' }, { _key: 'no/slash' }]);
  expect(results).toMatchObject([{ _key: 'c' }, { errorNum: 1210 }, { errorNum: 1221 }]);
  expect(
    await collection.updateAll([
      { _key: 'a', x: 1 },
      { _key: 'z', x: 1 },
    ]),
  ).toMatchObject([{ _key: 'a' }, { error: true, errorNum: 1202, errorMessage: 'document not found' }]);
  expect(await collection.documents(['a', 'z'])).toMatchObject([{ x: 1 }, { errorNum: 1202 }]);
  expect(await collection.replaceAll([{ _key: 'b', y: 2 }])).toMatchObject([{ _key: 'b' }]);
  expect(await collection.removeAll(['a', 'b', 'z'])).toMatchObject([{ _key: 'a' }, {}, { errorNum: 1202 }]);
  expect((await collection.count()).count).toBe(1);
});

test('a batch names its failures in a header', async () => {
  const { aqlite } = await people([{ _key: 'a' }]);
  const response = await fetch(`${aqlite.url}/_api/document/people`, {
    method: 'DELETE',
    body: '["a","y","z"]',
  });
  expect(response.status).toBe(202);
  expect(response.headers.get('x-arango-error-codes')).toBe('{"1202":2}');
});

test('bad bodies are refused', async () => {
  const { aqlite } = await people();
  const post = async (body: string) => {
    const response = await fetch(`${aqlite.url}/_api/document/people`, { method: 'POST', body });
    const { errorNum } = (await response.json()) as { errorNum: number };
    return [response.status, errorNum];
  };
  expect(await post('{"a":')).toEqual([400, 600]);
  expect(await post('"text"')).toEqual([400, 1227]);
  expect(await post('{"_key":""}')).toEqual([400, 1221]);
  expect(await post('{"_key":7}')).toEqual([400, 1221]);
  expect(await post(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`)).toEqual([400, 10]);
});

test('a body over the limit is refused', async () => {
  const { db, aqlite } = await connect({ bodyLimit: 1000 });
  await db.createCollection('people');
  const response = await fetch(`${aqlite.url}/_api/document/people`, {
    method: 'POST',
    body: JSON.stringify({ text: 'x'.repeat(2000) }),
  });
  expect(response.status).toBe(413);
});

test('a document named __proto__ and attributes of that name are plain values', async () => {
  const { aqlite, collection } = await people();
  await fetch(`${aqlite.url}/_api/document/people`, {
    method: 'POST',
    body: '{"_key":"p","__proto__":{"polluted":true}}',
  });
  const text = await (await fetch(`${aqlite.url}/_api/document/people/p`)).text();
  expect(text).toContain('"__proto__":{"polluted":true}');
  expect((await collection.document('p'))['polluted']).toBeUndefined();
});

test('a write-write conflict can be ordered', async () => {
  const { aqlite, collection } = await people([{ _key: 'a' }]);
  aqlite.faults.failNext(1200, { collection: 'people' });
  expect(await refusal(collection.update('a', { x: 1 }))).toEqual({ errorNum: 1200, code: 409 });
  expect(await collection.update('a', { x: 1 })).toMatchObject({ _key: 'a' });
});
