import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../src/store/database.ts';
import { executeQuery } from '../src/aql/execute.ts';
import { ask, openDatabase, planOf } from './sample-database.ts';

let database: Database;
beforeAll(() => {
  database = openDatabase({
    documents: {
      c: Array.from({ length: 100 }, (_, i) => ({
        _key: `k${i}`,
        tenant: `t${i % 4}`,
        at: i % 10,
        mail: i < 50 ? `m${i}` : null,
        tags: [`x${i % 3}`, `y${i % 5}`],
      })),
    },
    edges: { e: [{ _from: 'c/k1', _to: 'c/k2' }] },
  });
  database.createIndex('c', { type: 'persistent', name: 'time', fields: ['tenant', 'at'] });
  database.createIndex('c', {
    type: 'persistent',
    name: 'mail',
    fields: ['mail'],
    sparse: true,
    unique: true,
  });
  database.createIndex('c', { type: 'persistent', name: 'tags', fields: ['tags[*]'] });
});

const conditions = [
  ['c._key == "k3"', 'IndexNode primary'],
  ['c._id IN ["c/k3", "c/k4", "d/k5"]', 'IndexNode primary'],
  ['c.tenant == "t1"', 'IndexNode time'],
  ['"t1" == c.tenant AND c.at >= 3 AND c.at < 7', 'IndexNode time'],
  ['c.tenant IN ["t2", "t1"] AND 5 < c.at', 'IndexNode time'],
  ['c.mail == "m7"', 'IndexNode mail'],
  ['"x1" IN c.tags', 'IndexNode tags'],
  ['"x1" IN c.tags[*]', 'IndexNode tags'],
  ['c.at == 3', 'EnumerateCollectionNode'],
  ['c.tenant == "t1" OR c.at == 3', 'EnumerateCollectionNode'],
  ['c.tenant != "t1"', 'EnumerateCollectionNode'],
] as const;

describe('a filter', () => {
  test.for(conditions)('%s reads by %s', ([condition, node]) => {
    expect(planOf(database, `FOR c IN c FILTER ${condition} RETURN c`)).toContain(node);
  });

  test.for(conditions)('%s gives the same by an index as by a scan', ([condition]) => {
    const byIndex = ask(database, `FOR c IN c FILTER ${condition} SORT c._key RETURN c._key`);
    const byScan = ask(
      database,
      `FOR c IN (FOR x IN c RETURN x) FILTER ${condition} SORT c._key RETURN c._key`,
    );
    expect(byIndex).toEqual(byScan);
    expect(byIndex).not.toEqual([]);
  });

  test('on null does not use a sparse index', () => {
    expect(ask(database, 'FOR c IN c FILTER c.mail == null COLLECT WITH COUNT INTO n RETURN n')).toEqual([
      50,
    ]);
  });

  test('on the outer variable of a join is a look-up for each row', () => {
    const text =
      'FOR a IN c FILTER a._key == "k1" FOR b IN c FILTER b.tenant == a.tenant AND b.at == a.at RETURN b._key';
    expect(planOf(database, text)).toContain('IndexNode time');
    const scanned = database.run((store) => {
      const cursor = executeQuery({ text, store });
      return [[...cursor].length, cursor.stats().scannedFull, cursor.stats().scannedIndex];
    });
    expect(scanned).toEqual([5, 0, 6]);
  });

  test('after a later loop still narrows the first', () => {
    const text = 'FOR a IN c FOR i IN 1..2 FILTER a._key == "k1" RETURN i';
    expect(planOf(database, text)).toContain('IndexNode primary');
    expect(ask(database, text)).toEqual([1, 2]);
  });
});

describe('a sort', () => {
  const keys = (order: string) =>
    ask(database, `FOR c IN c FILTER c.tenant == "t1" SORT c.at ${order} LIMIT 3 RETURN c.at`);

  test('in the order of the index reads no more than LIMIT asks for', () => {
    expect(keys('ASC')).toEqual([1, 1, 1]);
    expect(keys('DESC')).toEqual([9, 9, 9]);
    const plan = planOf(database, 'FOR c IN c FILTER c.tenant == "t1" SORT c.at DESC LIMIT 3 RETURN c');
    expect(plan).not.toContain('SortNode');
    const read = database.run((store) => {
      const text = 'FOR c IN c FILTER c.tenant == "t1" SORT c.at DESC LIMIT 3 RETURN c';
      const cursor = executeQuery({ text, store });
      return [[...cursor].length, cursor.stats().scannedIndex];
    });
    expect(read).toEqual([3, 3]);
  });
});

describe('an index hint', () => {
  const read = (options: string) =>
    ask(
      database,
      `FOR c IN c OPTIONS ${options} FILTER c.tenant == "t1" AND "x1" IN c.tags COLLECT WITH COUNT INTO n RETURN n`,
    );

  test('changes how, not what is read', () => {
    expect(read('{ indexHint: "tags" }')).toEqual(read('{}'));
    expect(read('{ indexHint: ["none", "time"], forceIndexHint: true }')).toEqual(
      read('{ disableIndex: true }'),
    );
  });

  test('that is forced and cannot be followed fails', () => {
    expect(() => read('{ indexHint: "mail", forceIndexHint: true }')).toThrow(
      expect.objectContaining({ errorNum: 1577 }),
    );
  });
});

describe('edges', () => {
  test.for(['FOR e IN e FILTER e._from == "c/k1" RETURN e._to', 'FOR v IN OUTBOUND "c/k1" e RETURN v._id'])(
    '%s reads the edge index',
    (text) => {
      expect(ask(database, text)).toEqual(['c/k2']);
      expect(ask(database, text.replace('k1', 'k9'))).toEqual([]);
    },
  );
});

test('UPSERT finds by an index', () => {
  const text = 'UPSERT { tenant: "t1", at: 1 } INSERT {} UPDATE {} IN c';
  expect(planOf(database, text)).toContain('IndexNode time');
});

test('a subquery shows the index it reads', () => {
  const text = 'RETURN FIRST(FOR c IN c FILTER c._key == "k1" RETURN c)';
  expect(planOf(database, text)).toEqual([
    'SingletonNode',
    'SubqueryStartNode',
    'IndexNode primary',
    'CalculationNode',
    'FilterNode',
    'ReturnNode',
    'SubqueryEndNode',
    'ReturnNode',
  ]);
});
