import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { explainQuery } from '../src/aql/explain.ts';
import { parseQuery } from '../src/aql/parse-query.ts';
import { PlanCache } from '../src/aql/plan.ts';
import { explainIndexes } from '../src/explain-indexes.ts';
import type { Database } from '../src/store/database.ts';
import type { Value } from '../src/values/value.ts';
import { openDatabase } from './sample-database.ts';

let database: Database;
beforeAll(() => {
  database = openDatabase({
    documents: { events: Array.from({ length: 1000 }, (_, ts) => ({ tenantId: 't', profileId: 'p', ts })) },
    edges: { knows: [] },
  });
  database.createIndex('events', {
    type: 'persistent',
    name: 'timeline',
    fields: ['tenantId', 'profileId', 'ts'],
  });
});

const page =
  'FOR e IN events FILTER e.tenantId == "t" AND e.profileId == "p" SORT e.ts DESC LIMIT @n RETURN e';

test('the reads of a plan are told by name, with who serves the sort', () => {
  expect(explainIndexes(database, page, { n: 50 })).toEqual([
    { node: 'IndexNode', collection: 'events', index: 'timeline', servesSort: true },
  ]);
  const text = `WITH events LET a = (FOR e IN events SORT e.ts RETURN e) FOR v IN 1..2 OUTBOUND "events/1" knows
    FOR e IN events FILTER e._key == v._key RETURN e`;
  expect(explainIndexes(database, text)).toEqual([
    { node: 'EnumerateCollectionNode', collection: 'events', index: null, servesSort: false },
    { node: 'TraversalNode', collection: 'knows', index: 'edge', servesSort: false },
    { node: 'IndexNode', collection: 'events', index: 'primary', servesSort: false },
  ]);
});

function costOf(text: string, bindVars: Record<string, Value> = {}): number {
  return database.run((store) => explainQuery({ text, bindVars, store }).plan.estimatedCost);
}

test('costs rank plans: a key before an index, an index before a scan, a scan before a sort, a join last', () => {
  const costs = [
    'FOR e IN events FILTER e._key == "1" RETURN e',
    'FOR e IN events FILTER e.tenantId == "t" AND e.profileId == "p" RETURN e',
    'FOR e IN events FILTER e.ts == 1 RETURN e',
    'FOR e IN events SORT e.ts RETURN e',
    'FOR a IN events FOR b IN events RETURN [a, b]',
  ].map((text) => costOf(text));
  expect(costs).toEqual(costs.toSorted((left, right) => left - right));
  expect(new Set(costs).size).toBe(costs.length);
});

test('estimates know the limit and the rows around a subquery', () => {
  const items = (text: string, bindVars: Record<string, Value> = {}) =>
    database.run((store) => explainQuery({ text, bindVars, store }).plan.estimatedNrItems);
  expect(items('FOR e IN events RETURN e')).toBe(1000);
  expect(items(page, { n: 5 })).toBe(5);
  expect(items('FOR e IN events LET x = (FOR f IN events RETURN f) LIMIT 7 RETURN x')).toBe(7);
});

test('a cached plan is not used once its name stands for something else', () => {
  const own = openDatabase({ documents: { things: [{ _key: 'a' }] } });
  const plans = new PlanCache();
  const nodes = () =>
    own.run((store) =>
      explainQuery({ text: 'FOR t IN things RETURN t', store, plans }).plan.nodes.map(({ type }) => type),
    );
  expect(nodes()).toContain('EnumerateCollectionNode');
  own.dropCollection('things');
  expect(nodes).toThrow(expect.objectContaining({ errorNum: 1203 }));
  own.createView({ name: 'things', type: 'arangosearch' });
  expect(nodes()).toContain('EnumerateViewNode');
});

const folder = new URL('../../../../shared/aql/', import.meta.url);

test.skipIf(!existsSync(folder))('the queries of the product parse (skipped: data absent)', () => {
  const texts = readdirSync(folder).filter((name) => name.endsWith('.aql'));
  expect(texts.length).toBeGreaterThan(0);
  for (const name of texts) parseQuery(readFileSync(new URL(name, folder), 'utf8'));
});
