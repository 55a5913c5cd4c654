import { emptyDatabase, eventIndexes, events, sessions } from './journey-data.ts';

/** Bytes of heap for each of about 100,000 event documents with their index entries; needs `--expose-gc`. */
export function measureMemory(): number {
  const database = emptyDatabase();
  database.createCollection('events');
  for (const index of eventIndexes) database.createIndex('events', index);
  const lines = events(sessions()).map((row) => JSON.stringify(row));
  const before = heapUsed();
  database.run((store) => {
    for (const line of lines) store.collection('events')?.insert(JSON.parse(line));
  });
  const used = heapUsed() - before;
  if (database.collection('events')?.size !== lines.length) throw new Error('documents are missing');
  return Math.round(used / lines.length);
}

function heapUsed(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
