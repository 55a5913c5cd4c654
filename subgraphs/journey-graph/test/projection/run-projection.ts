import type { ResolvedEvent } from '@customer360/event-log';
import type { Database } from 'arangojs';
import type { IdentifierDirectory } from '../../src/projection/identifier-directory.ts';
import { createProjectionHandler, type ProjectionHandler } from '../../src/projection/projection-handler.ts';
import { collections } from '../../src/store/collections.ts';
import type { Graph } from './expected-graph.ts';
import { identifierId } from './history.ts';

/** Knows the same names from the beginning, as at a rebuild, or only those that have appeared. */
export function testDirectory(people: readonly string[]): IdentifierDirectory {
  const names = new Map(people.map((name) => [identifierId(name), name]));
  return {
    find: async (_tenantId, values) =>
      values.map(({ value }) => ({
        identifierId: names.has(identifierId(value)) ? identifierId(value) : null,
        valueHash: `hash of ${value}`,
      })),
    hashes: async (_tenantId, ids) =>
      new Map(ids.flatMap((id) => (names.has(id) ? [[id, `hash of ${names.get(id)}`] as const] : []))),
  };
}

export function testHandler(db: Database, people: readonly string[]): ProjectionHandler {
  return createProjectionHandler({
    db,
    directory: testDirectory(people),
    logOf: async () => ({ id: 'log', through: Number.MAX_SAFE_INTEGER }),
  });
}

/** Works a history in batches, as the consumer of the resolved stream does, from the stored position on. */
export async function runProjection(
  handler: ProjectionHandler,
  tenantId: string,
  history: readonly ResolvedEvent[],
  batchSize: number,
): Promise<void> {
  const through = history.at(-1)?.position ?? 0;
  let after = await handler.position(tenantId);
  for (;;) {
    const from = after;
    const batch = history.filter(({ position }) => position > from).slice(0, batchSize);
    const last = batch.at(-1);
    if (last === undefined) return;
    const answer = await handler.handle(tenantId, batch, { through, clock: last.loggedAt }, after);
    after = answer === 'restart' ? await handler.position(tenantId) : last.position;
  }
}

/** All documents of a tenant but its place, by collection and key, as they were given. */
export async function readGraph(db: Database, tenantId: string): Promise<Graph> {
  const graph: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(collections)) {
    if (name === 'projections') continue;
    const cursor = await db.query<{ readonly _key: string }>(
      'FOR d IN @@name FILTER d.tenantId == @tenantId SORT d._key RETURN UNSET(d, "_id", "_rev")',
      { '@name': name, tenantId },
      { batchSize: 1_000_000 },
    );
    graph[name] = Object.fromEntries((await cursor.all()).map((document) => [document._key, document]));
  }
  return graph;
}
