import { open, rename, rm } from 'node:fs/promises';
import type { Document } from '../values/value.ts';
import type { Database } from './database.ts';
import type { DatabaseServer } from './server.ts';
import { snapshotFormat } from './snapshot-format.ts';

const chunkLength = 64 * 1024;

/** Writes all databases to a file, one JSON line each thing; the file appears whole or not at all. */
export async function saveSnapshot(server: DatabaseServer, path: string): Promise<void> {
  const draft = `${path}.draft`;
  try {
    const file = await open(draft, 'w');
    try {
      for (const chunk of chunks(snapshotLines(server))) await file.appendFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function* chunks(lines: Iterable<Document>): Generator<string, undefined, undefined> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${JSON.stringify(line)}\n`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
  return undefined;
}

function* snapshotLines(server: DatabaseServer): Generator<Document, undefined, undefined> {
  yield { is: 'snapshot', format: snapshotFormat, tick: server.tick, documents: countOf(server) };
  for (const database of server.databases()) {
    yield { is: 'database', name: database.name };
    yield* definitionLines(database);
  }
  yield { is: 'end' };
  return undefined;
}

function* definitionLines(database: Database): Generator<Document, undefined, undefined> {
  for (const { name, type, properties, features } of database.analyzers()) {
    yield { is: 'analyzer', body: { name, type, properties, features } };
  }
  for (const collection of database.collections()) {
    const { name, type, keys, waitForSync } = collection;
    yield { is: 'collection', name, type, keyOptions: { ...keys.options }, waitForSync, last: keys.last };
    for (const { document } of collection.scan()) yield { is: 'document', document };
    // After the documents: an index of many is built faster than it grows.
    for (const index of collection.definitions()) {
      yield { is: 'index', body: { ...(index.inverted ?? plainIndex(index)), name: index.name } };
    }
  }
  for (const graph of database.graphs()) yield { is: 'graph', body: graph as unknown as Document };
  for (const { name, type, properties } of database.views()) {
    yield { is: 'view', body: { ...properties, name, type } };
  }
  return undefined;
}

function plainIndex(index: ReturnType<Database['createIndex']>['definition']): Document {
  const { type, fields, unique, sparse, storedValues, expireAfter } = index;
  return {
    type,
    fields,
    unique,
    sparse,
    ...(storedValues.length === 0 ? {} : { storedValues }),
    ...(expireAfter === null ? {} : { expireAfter }),
  };
}

function countOf(server: DatabaseServer): number {
  let count = 0;
  for (const database of server.databases()) {
    for (const { size } of database.collections()) count += size;
  }
  return count;
}
