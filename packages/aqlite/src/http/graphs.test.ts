import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

async function social() {
  const { db } = await connect();
  const graph = await db.createGraph('social', [{ collection: 'knows', from: ['people'], to: ['people'] }]);
  const people = graph.vertexCollection('people');
  const knows = graph.edgeCollection('knows');
  await people.save({ _key: 'a' });
  await people.save({ _key: 'b' });
  return { db, graph, people, knows };
}

test('a graph makes its collections and tells its definition', async () => {
  const { db, graph } = await social();
  expect((await graph.get()).edgeDefinitions).toEqual([
    { collection: 'knows', from: ['people'], to: ['people'] },
  ]);
  expect((await db.collection('knows').get()).type).toBe(3);
  expect(await graph.listVertexCollections()).toEqual(['people']);
  expect(await graph.listEdgeCollections()).toEqual(['knows']);
  expect((await db.listGraphs()).map(({ name }) => name)).toEqual(['social']);
  expect(await refusal(db.createGraph('social', []))).toEqual({ errorNum: 1925, code: 409 });
  expect(await refusal(db.graph('nobody').get())).toEqual({ errorNum: 1924, code: 404 });
  expect(await db.graph('nobody').exists()).toBe(false);
});

test('vertices and edges are written through the graph', async () => {
  const { people, knows } = await social();
  const saved = await knows.save({ _key: 'ab', _from: 'people/a', _to: 'people/b' }, { returnNew: true });
  expect(saved).toMatchObject({ _id: 'knows/ab', new: { _from: 'people/a' } });
  expect(await knows.edge('ab')).toMatchObject({ _to: 'people/b' });
  await people.update('a', { name: 'Ann' });
  expect(await people.vertex('a')).toMatchObject({ name: 'Ann' });
  await knows.update('ab', { since: 2020 });
  expect(await knows.edge('ab')).toMatchObject({ since: 2020 });
  await people.replace('a', { name: 'Anna' });
  expect(await people.vertexExists('z')).toBe(false);
});

test('removing a vertex removes its edges', async () => {
  const { people, knows } = await social();
  await knows.save({ _key: 'ab', _from: 'people/a', _to: 'people/b' });
  await knows.save({ _key: 'ba', _from: 'people/b', _to: 'people/a' });
  await knows.save({ _key: 'bb', _from: 'people/b', _to: 'people/b' });
  await people.remove('a');
  expect(await knows.edgeExists('ab')).toBe(false);
  expect(await knows.edgeExists('ba')).toBe(false);
  expect(await knows.edgeExists('bb')).toBe(true);
});

test('edges that the graph does not allow are refused', async () => {
  const { db, knows, graph } = await social();
  await db.createCollection('things');
  const save = (edge: object) => refusal(knows.save(edge));
  expect(await save({ _from: 'people/a' })).toEqual({ errorNum: 1233, code: 400 });
  expect(await save({ _from: 'people/a', _to: 'things/x' })).toEqual({ errorNum: 1906, code: 400 });
  expect(await save({ _from: 'people/a', _to: 'people/z' })).toEqual({ errorNum: 1202, code: 404 });
  const other = graph.vertexCollection('things').save({});
  expect(await refusal(other)).toMatchObject({ errorNum: 1926, code: 404 });
});

test('definitions and orphan collections change', async () => {
  const { db, graph } = await social();
  await graph.addEdgeDefinition({ collection: 'owns', from: ['people'], to: ['things'] });
  await graph.addVertexCollection('places');
  expect(await graph.listVertexCollections()).toEqual(['people', 'places', 'things']);
  await graph.replaceEdgeDefinition('owns', { collection: 'owns', from: ['people'], to: ['places'] });
  await graph.removeEdgeDefinition('owns');
  expect(await graph.listEdgeCollections()).toEqual(['knows']);
  await graph.removeVertexCollection('places');
  const clash = db.createGraph('other', [{ collection: 'knows', from: ['people'], to: ['things'] }]);
  expect(await refusal(clash)).toEqual({ errorNum: 1921, code: 409 });
  await graph.drop(true);
  expect(await db.collection('knows').exists()).toBe(false);
});

test('with requireWith a traversal must name its collections', async () => {
  const { db } = await connect({ requireWith: true });
  await db.createCollection('people');
  await db.createEdgeCollection('knows');
  await db.collection('people').saveAll([{ _key: 'a' }, { _key: 'b' }]);
  await db.collection('knows').save({ _from: 'people/a', _to: 'people/b' });
  const text = 'FOR v IN 1..1 OUTBOUND "people/a" knows RETURN v._key';
  expect(await refusal(db.query(text))).toMatchObject({ errorNum: 1521 });
  expect(await (await db.query(`WITH people ${text}`)).all()).toEqual(['b']);
});

test('a graph is traversed', async () => {
  const { db, knows } = await social();
  await knows.save({ _from: 'people/a', _to: 'people/b' });
  const found = await db.query('FOR v IN 1..1 OUTBOUND "people/a" GRAPH "social" RETURN v._key');
  expect(await found.all()).toEqual(['b']);
});
