import type { GraphDefinition } from '../aql/ports.ts';
import { ArangoError, notImplemented } from '../errors.ts';
import { isArray, isDocument } from '../values/casts.ts';
import type { Document, Value } from '../values/value.ts';

type EdgeDefinition = GraphDefinition['edgeDefinitions'][number];

function namesIn(value: Value | undefined, what: string): readonly string[] {
  if (!isArray(value) || !value.every((name) => typeof name === 'string')) {
    throw new ArangoError(10, `invalid ${what}`);
  }
  return value;
}

export function readEdgeDefinition(value: Value): EdgeDefinition {
  if (!isDocument(value) || typeof value['collection'] !== 'string') {
    throw new ArangoError(1923, 'malformed edge definition');
  }
  return {
    collection: value['collection'],
    from: namesIn(value['from'], 'from of an edge definition'),
    to: namesIn(value['to'], 'to of an edge definition'),
  };
}

/** Checks the body of a graph creation. */
export function readGraph(body: Document): GraphDefinition {
  const name = body['name'];
  if (typeof name !== 'string' || name === '') throw new ArangoError(1208, 'a graph needs a name');
  if (body['isSmart'] === true) throw notImplemented('smart graphs');
  const definitions = body['edgeDefinitions'] ?? [];
  if (!isArray(definitions)) throw new ArangoError(1923, 'malformed edge definitions');
  const edgeDefinitions = definitions.map(readEdgeDefinition);
  const names = edgeDefinitions.map(({ collection }) => collection);
  if (new Set(names).size !== names.length) throw new ArangoError(1920, 'edge collection used twice');
  return {
    name,
    edgeDefinitions,
    orphanCollections:
      body['orphanCollections'] === undefined ? [] : namesIn(body['orphanCollections'], 'orphans'),
  };
}

/** The vertex collections of a graph, orphans included. */
export function vertexCollections(graph: GraphDefinition): readonly string[] {
  const ends = graph.edgeDefinitions.flatMap(({ from, to }) => [...from, ...to]);
  return [...new Set([...ends, ...graph.orphanCollections])];
}

/** Throws 1921 when another graph has the edge collection between other vertex collections. */
export function checkSharedEdges(graph: GraphDefinition, others: Iterable<GraphDefinition>): void {
  for (const other of others) {
    if (other.name === graph.name) continue;
    for (const theirs of other.edgeDefinitions) {
      const ours = graph.edgeDefinitions.find(({ collection }) => collection === theirs.collection);
      if (ours !== undefined && !isSame(ours, theirs)) {
        throw new ArangoError(1921, `${ours.collection} edge collection already used in edge def`);
      }
    }
  }
}

function isSame(left: EdgeDefinition, right: EdgeDefinition): boolean {
  const text = ({ from, to }: EdgeDefinition): string => JSON.stringify([from.toSorted(), to.toSorted()]);
  return text(left) === text(right);
}
