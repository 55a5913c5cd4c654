import type { CreateAnalyzerOptions } from 'arangojs/analyzers';
import { expect, test } from 'vitest';
import { connect, refusal } from '../../test/driver.ts';

test('a view over links is created, read, changed and dropped', async () => {
  const { db } = await connect();
  const articles = await db.createCollection('articles');
  await articles.save({ title: 'Brown fox' });
  const view = await db.createView('found', {
    type: 'arangosearch',
    links: { articles: { fields: { title: { analyzers: ['identity'] } } } },
  });
  expect(await view.exists()).toBe(true);
  const hits = await db.query('FOR d IN found SEARCH d.title == "Brown fox" RETURN d.title');
  expect(await hits.all()).toEqual(['Brown fox']);
  await view.updateProperties({ links: { articles: { includeAllFields: true } } });
  expect(await view.properties()).toMatchObject({ links: { articles: { includeAllFields: true } } });
  await view.drop();
  expect(await view.exists()).toBe(false);
});

test('a search-alias view reads inverted indexes', async () => {
  const { db } = await connect();
  const articles = await db.createCollection('articles');
  await articles.ensureIndex({ type: 'inverted', name: 'inv', fields: ['title'] });
  await articles.save({ title: 'fox' });
  await db.createView('found', { type: 'search-alias', indexes: [{ collection: 'articles', index: 'inv' }] });
  const hits = await db.query('FOR d IN found SEARCH d.title == "fox" RETURN d.title');
  expect(await hits.all()).toEqual(['fox']);
  const wrong = db.createView('wrong', {
    type: 'search-alias',
    indexes: [{ collection: 'articles', index: 'no' }],
  });
  expect(await refusal(wrong)).toEqual({ errorNum: 1212, code: 404 });
});

test('analyzers are created once and used by TOKENS', async () => {
  const { db } = await connect();
  const analyzer = db.analyzer('words');
  const options = {
    type: 'text',
    properties: { locale: 'en', case: 'lower', stemming: false, accent: false, stopwords: ['the'] },
  } satisfies CreateAnalyzerOptions;
  await analyzer.create(options);
  expect(await analyzer.get()).toMatchObject({ name: '_system::words', type: 'text' });
  const tokens = await db.query('RETURN TOKENS("The Café, Déjà vu", "words")');
  expect(await tokens.all()).toEqual([['cafe', 'deja', 'vu']]);
  await db.createAnalyzer('grams', {
    type: 'ngram',
    properties: { min: 2, max: 2, preserveOriginal: false },
  });
  const grams = await db.query('RETURN TOKENS("abc", "grams")');
  expect(await grams.all()).toEqual([['ab', 'bc']]);
  await analyzer.drop();
  expect(await analyzer.exists()).toBe(false);
});

test('what analyzers and views cannot do here is refused', async () => {
  const { db } = await connect();
  const stemmed = db.query('RETURN TOKENS("courir", "text_fr")');
  expect(await refusal(stemmed)).toEqual({ errorNum: 9, code: 501 });
  const geo = db.createAnalyzer('geo', { type: 'geojson', properties: {} } as never);
  expect(await refusal(geo)).toEqual({ errorNum: 9, code: 501 });
  expect(await refusal(db.view('nobody').get())).toEqual({ errorNum: 1203, code: 404 });
});
