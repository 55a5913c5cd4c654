import { executeQuery, type QueryOptions } from '../src/aql/execute.ts';
import { explainQuery } from '../src/aql/explain.ts';
import type { Database } from '../src/store/database.ts';
import { DatabaseServer } from '../src/store/server.ts';
import type { Value } from '../src/values/value.ts';

type Row = { readonly [attribute: string]: Value };

export interface Sample {
  readonly documents?: Readonly<Record<string, readonly Row[]>>;
  readonly edges?: Readonly<Record<string, readonly Row[]>>;
}

/** A database with the collections of a sample. */
export function openDatabase(sample: Sample = {}): Database {
  const database = new DatabaseServer().get('_system');
  if (database === null) throw new Error('a server begins with the database _system');
  for (const [type, collections] of [
    ['document', sample.documents ?? {}],
    ['edge', sample.edges ?? {}],
  ] as const) {
    for (const [name, rows] of Object.entries(collections)) {
      database.createCollection(name, { type });
      database.run((store) => {
        for (const row of rows) store.collection(name)?.insert(row);
      });
    }
  }
  return database;
}

export interface Asked {
  readonly bindVars?: Readonly<Record<string, Value>>;
  readonly options?: QueryOptions;
  readonly requireWith?: boolean;
}

/** The results of a query. */
export function ask(database: Database, text: string, asked: Asked = {}): readonly Value[] {
  return database.run((store) => [...executeQuery({ text, store, ...asked })]);
}

/** The warnings of a query as their numbers. */
export function warningsOf(database: Database, text: string): readonly number[] {
  return database.run((store) => {
    const cursor = executeQuery({ text, store });
    const results = [...cursor];
    return results.length < 0 ? [] : cursor.warnings().map(({ code }) => code);
  });
}

/** The nodes of a query's plan, each its type and the indexes that it reads. */
export function planOf(database: Database, text: string, asked: Asked = {}): readonly string[] {
  return database.run((store) => {
    const { nodes } = explainQuery({ text, store, ...asked }).plan;
    return nodes.map((node) => {
      const indexes: readonly { readonly name: string }[] = Array.isArray(node['indexes'])
        ? node['indexes']
        : [];
      return [String(node['type']), ...indexes.map(({ name }) => name)].join(' ');
    });
  });
}
