import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CollectionView } from '../aql/ports.ts';
import { toStringValue } from '../values/casts.ts';
import { compareValues } from '../values/compare.ts';
import type { Document, Value } from '../values/value.ts';
import type { Database } from './database.ts';
import { DatabaseServer } from './server.ts';

const small = fc.oneof(
  fc.constantFrom<Value>(null, true, 1, 2, 3, 'a', 'A', 'b', 'é'),
  fc.integer({ min: 0, max: 9 }),
);
const keys = fc.integer({ min: 0, max: 30 }).map((number) => `k${number}`);
const action = fc.oneof(
  fc.record({
    do: fc.constant('insert' as const),
    key: keys,
    x: small,
    y: small,
    tags: fc.array(small, { maxLength: 3 }),
  }),
  fc.record({ do: fc.constant('update' as const), key: keys, x: small }),
  fc.record({ do: fc.constant('remove' as const), key: keys }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

function open(): Database {
  const database = new DatabaseServer().get('_system');
  if (database === null) throw new Error('a server begins with _system');
  database.createCollection('v');
  database.createCollection('e', { type: 'edge' });
  database.createIndex('v', { type: 'persistent', fields: ['x', 'y'], name: 'xy' });
  database.createIndex('v', { type: 'persistent', fields: ['tags[*]'], name: 'tags', sparse: true });
  return database;
}

/** Applies an action to documents and, for each, to the edge of the same key; false when it is refused. */
function apply(view: CollectionView, edges: CollectionView, step: Action): boolean {
  try {
    if (step.do === 'insert') {
      const { key, x, y, tags } = step;
      view.insert({ _key: key, x, y, tags });
      edges.insert({ _key: key, _from: `v/${toStringValue(x)}`, _to: `v/${toStringValue(y)}` });
    } else if (step.do === 'update') {
      view.update(step.key, { x: step.x });
      edges.update(step.key, { _from: `v/${toStringValue(step.x)}` });
    } else {
      view.remove(step.key);
      edges.remove(step.key);
    }
    return true;
  } catch {
    return false;
  }
}

function index(view: CollectionView, name: string) {
  const found = view.indexes().find((one) => one.name === name);
  if (found === undefined) throw new Error(`no index ${name}`);
  return found;
}

/** Everything that a reader can see, so that two states can be compared. */
function picture(database: Database): unknown {
  return database.run((store) => {
    const [v, e] = [store.collection('v'), store.collection('e')];
    if (v === null || e === null) throw new Error('collections are there');
    const vertices = Array.from({ length: 10 }, (_, number) => `v/${number}`);
    return {
      counts: [v.count(), e.count()],
      scan: [[...v.scan()], [...e.scan()]],
      xy: [...index(v, 'xy').lookup([])],
      tags: [...index(v, 'tags').lookup([])],
      from: vertices.map((id) => [...e.edgesFrom(id)]),
      to: vertices.map((id) => [...e.edgesTo(id)]),
    };
  });
}

test('an index lookup gives what filtering and sorting a scan gives', () => {
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 60 }),
      small,
      small,
      fc.boolean(),
      (steps, wanted, bound, reverse) => {
        const database = open();
        database.run((store) => {
          const [v, e] = [store.collection('v'), store.collection('e')];
          if (v === null || e === null) throw new Error('collections are there');
          for (const step of steps) apply(v, e, step);
          const all = [...v.scan()];
          const x = (document: Document): Value => document['x'] ?? null;
          const y = (document: Document): Value => document['y'] ?? null;
          const order = (left: Document, right: Document) =>
            compareValues(x(left), x(right)) || compareValues(y(left), y(right));
          const turned = (documents: Document[]) => (reverse ? documents.toReversed() : documents);
          const range = { lower: { value: bound, inclusive: false } };
          expect([...index(v, 'xy').lookup([wanted], range, reverse)]).toEqual(
            turned(
              all
                .filter((one) => compareValues(x(one), wanted) === 0 && compareValues(y(one), bound) > 0)
                .toSorted(order),
            ),
          );
          const upper = { upper: { value: bound, inclusive: true } };
          expect([...index(v, 'xy').lookup([], upper, reverse)]).toEqual(
            turned(all.filter((one) => compareValues(x(one), bound) <= 0).toSorted(order)),
          );
          const tagged = (one: Document) =>
            (one['tags'] as Value[]).some((tag) => compareValues(tag, wanted) === 0);
          expect([...index(v, 'tags').lookup([wanted])]).toEqual(wanted === null ? [] : all.filter(tagged));
          const id = `v/${toStringValue(wanted)}`;
          expect([...e.edgesFrom(id)]).toEqual([...e.scan()].filter((edge) => edge['_from'] === id));
        });
      },
    ),
    { numRuns: 300 },
  );
});

test('a rollback restores everything, and others never see what it takes back', () => {
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 40 }),
      fc.array(action, { minLength: 1, maxLength: 40 }),
      (before, within) => {
        const database = open();
        database.run((store) => {
          const [v, e] = [store.collection('v'), store.collection('e')];
          if (v === null || e === null) throw new Error('collections are there');
          for (const step of before) apply(v, e, step);
        });
        const start = picture(database);
        const transaction = database.begin();
        const [v, e] = [transaction.collection('v'), transaction.collection('e')];
        if (v === null || e === null) throw new Error('collections are there');
        for (const step of within) apply(v, e, step);
        expect(picture(database)).toEqual(start);
        transaction.abort();
        expect(picture(database)).toEqual(start);
      },
    ),
    { numRuns: 200 },
  );
});

test('a scan and a lookup that run do not see writes made meanwhile', () => {
  const database = open();
  database.run((store) => {
    const v = store.collection('v');
    if (v === null) throw new Error('the collection is there');
    for (let number = 0; number < 2000; number++) v.insert({ _key: `k${number}`, x: number, y: 0, tags: [] });
    let seen = 0;
    for (const one of index(v, 'xy').lookup([])) {
      seen++;
      v.update(toStringValue(one['_key'] ?? null), { x: 10_000 + seen });
    }
    for (const one of v.scan()) v.insert({ x: one['x'] ?? null });
    expect(seen).toBe(2000);
    expect(v.count()).toBe(4000);
  });
});
