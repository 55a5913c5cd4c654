import type { GraphDefinition } from '../../aql/ports.ts';
import { ArangoError } from '../../errors.ts';
import { vertexCollections } from '../../store/graph-definitions.ts';
import type { Transaction } from '../../store/transaction.ts';
import { isDocument } from '../../values/casts.ts';
import type { Document, Value } from '../../values/value.ts';
import type { ApiRequest } from '../api-request.ts';
import { type ApiResponse, answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';
import { collectionIn } from './document-batches.ts';
import { type DocumentOptions, documentOptions, ifMatch, written } from './document-options.ts';

type Kind = 'vertex' | 'edge';

/** Where a request points: a collection that the graph has, and a key unless it inserts. */
interface Place {
  readonly graph: GraphDefinition;
  readonly kind: Kind;
  readonly collection: string;
  readonly key: string;
}

function placeOf(request: ApiRequest, kind: Kind, parameters: readonly string[]): Place {
  const [name = '', collection = '', key = ''] = parameters;
  const graph = request.database.requireGraph(name);
  const isEdge = graph.edgeDefinitions.some(({ collection: edges }) => edges === collection);
  if (kind === 'edge' && !isEdge)
    throw new ArangoError(1930, `edge collection '${collection}' not used in graph`);
  if (kind === 'vertex' && !vertexCollections(graph).includes(collection)) {
    throw new ArangoError(1926, `vertex collection '${collection}' is not part of the graph`);
  }
  return { graph, kind, collection, key };
}

/** `old` and `new` stand beside the document's identity. */
function shaped(kind: Kind, result: Document): Document {
  const { old, new: created, ...identity } = result;
  return {
    [kind]: identity,
    ...(old === undefined ? {} : { old }),
    ...(created === undefined ? {} : { new: created }),
  };
}

function status(options: DocumentOptions, synced: 200 | 201): number {
  return options.waitForSync ? synced : 202;
}

/** Both ends of an edge must lie in collections that its definition names, and exist. */
function checkEnds(edge: Value, place: Place, transaction: Transaction): void {
  if (place.kind === 'vertex' || !isDocument(edge)) return;
  const definition = place.graph.edgeDefinitions.find(({ collection }) => collection === place.collection);
  for (const [end, allowed] of [
    ['_from', definition?.from ?? []],
    ['_to', definition?.to ?? []],
  ] as const) {
    const id = edge[end];
    if (id === undefined) continue;
    const [collection = '', key = ''] = typeof id === 'string' ? id.split('/') : [];
    if (collection === '' || key === '') throw new ArangoError(1233);
    if (!allowed.includes(collection)) {
      throw new ArangoError(1906, `edge with ${end} in '${collection}', which the graph does not allow`);
    }
    if (transaction.collection(collection)?.get(key) == null) throw new ArangoError(1202);
  }
}

function insert(request: ApiRequest, place: Place): ApiResponse {
  const options = documentOptions(request);
  const body = request.body();
  const result = request.inTransaction((transaction) => {
    if (
      place.kind === 'edge' &&
      isDocument(body) &&
      (body['_from'] === undefined || body['_to'] === undefined)
    ) {
      throw new ArangoError(1233);
    }
    checkEnds(body, place, transaction);
    return written(collectionIn(transaction, place.collection).insert(body, options.insert), options);
  });
  return answer(status(options, 201), shaped(place.kind, result));
}

function read(request: ApiRequest, place: Place): ApiResponse {
  const found = request.inTransaction((transaction) =>
    collectionIn(transaction, place.collection).get(place.key),
  );
  if (found === null) throw new ArangoError(1202);
  const wanted = ifMatch(request).rev ?? request.parameter('rev') ?? found['_rev'];
  if (wanted !== found['_rev']) throw new ArangoError(1200, undefined, { code: 412 });
  return answer(200, { [place.kind]: found });
}

function change(request: ApiRequest, place: Place, how: 'update' | 'replace'): ApiResponse {
  const options = documentOptions(request);
  const body = request.body();
  const result = request.inTransaction((transaction) => {
    checkEnds(body, place, transaction);
    const collection = collectionIn(transaction, place.collection);
    return written(collection[how](place.key, body, { ...options.write, ...ifMatch(request) }), options);
  });
  return answer(status(options, 200), shaped(place.kind, result));
}

function remove(request: ApiRequest, place: Place): ApiResponse {
  const options = documentOptions(request);
  const old = request.inTransaction((transaction) => {
    const removed = collectionIn(transaction, place.collection).remove(place.key, ifMatch(request)).old;
    if (place.kind === 'vertex') removeEdgesOf(`${place.collection}/${place.key}`, request, transaction);
    return removed;
  });
  return answer(status(options, 200), {
    removed: true,
    ...(options.returnOld && old !== null ? { old } : {}),
  });
}

/** Removes the edges of a vertex in every graph of the database. */
function removeEdgesOf(id: string, request: ApiRequest, transaction: Transaction): void {
  const names = request.database
    .graphs()
    .flatMap((graph) => graph.edgeDefinitions.map(({ collection }) => collection));
  for (const name of new Set(names)) {
    const edges = transaction.collection(name);
    if (edges === null) continue;
    const keys = new Set(
      [...edges.edgesFrom(id), ...edges.edgesTo(id)].map((edge) => edge['_key'] as string),
    );
    for (const key of keys) edges.remove(key);
  }
}

function routesOf(kind: Kind): readonly Route[] {
  const many = `/_api/gharial/:/${kind}/:`;
  const one = `${many}/:`;
  return [
    route(`POST ${many}`, (request, parts) => insert(request, placeOf(request, kind, parts))),
    route(`GET ${one}`, (request, parts) => read(request, placeOf(request, kind, parts))),
    route(`HEAD ${one}`, (request, parts) => read(request, placeOf(request, kind, parts))),
    route(`PATCH ${one}`, (request, parts) => change(request, placeOf(request, kind, parts), 'update')),
    route(`PUT ${one}`, (request, parts) => change(request, placeOf(request, kind, parts), 'replace')),
    route(`DELETE ${one}`, (request, parts) => remove(request, placeOf(request, kind, parts))),
  ];
}

export const graphDocumentRoutes: readonly Route[] = [...routesOf('vertex'), ...routesOf('edge')];
