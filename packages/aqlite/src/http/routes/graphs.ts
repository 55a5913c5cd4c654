import type { GraphDefinition } from '../../aql/ports.ts';
import { ArangoError } from '../../errors.ts';
import { readEdgeDefinition, vertexCollections } from '../../store/graph-definitions.ts';
import type { Document } from '../../values/value.ts';
import type { ApiRequest } from '../api-request.ts';
import { type ApiResponse, answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';

function described(graph: GraphDefinition): object {
  const { name, edgeDefinitions, orphanCollections } = graph;
  return {
    _key: name,
    _id: `_graphs/${name}`,
    _rev: '_',
    name,
    edgeDefinitions,
    orphanCollections,
    numberOfShards: 1,
    replicationFactor: 1,
    isSmart: false,
  };
}

function replace(request: ApiRequest, graph: GraphDefinition): ApiResponse {
  return answer(202, { graph: described(request.database.replaceGraph(graph)) });
}

function drop(request: ApiRequest, name: string): ApiResponse {
  const { database } = request;
  const graph = database.dropGraph(name);
  if (request.flag('dropCollections')) {
    const kept = new Set(
      database
        .graphs()
        .flatMap((other) => [
          ...vertexCollections(other),
          ...other.edgeDefinitions.map(({ collection }) => collection),
        ]),
    );
    const own = [...vertexCollections(graph), ...graph.edgeDefinitions.map(({ collection }) => collection)];
    for (const collection of own) {
      if (!kept.has(collection) && database.collection(collection) !== null) {
        database.dropCollection(collection);
      }
    }
  }
  return answer(202, { removed: true });
}

function addVertexCollection(request: ApiRequest, name: string): ApiResponse {
  const graph = request.database.requireGraph(name);
  const { collection } = request.bodyObject() as Document & { readonly collection?: string };
  if (typeof collection !== 'string') throw new ArangoError(10, 'a vertex collection needs a name');
  if (vertexCollections(graph).includes(collection)) {
    throw new ArangoError(1938, 'collection already used in the graph');
  }
  return replace(request, { ...graph, orphanCollections: [...graph.orphanCollections, collection] });
}

function removeVertexCollection(request: ApiRequest, name: string, collection: string): ApiResponse {
  const graph = request.database.requireGraph(name);
  if (!graph.orphanCollections.includes(collection)) throw new ArangoError(1928);
  const orphanCollections = graph.orphanCollections.filter((orphan) => orphan !== collection);
  const response = replace(request, { ...graph, orphanCollections });
  if (request.flag('dropCollection') || request.flag('dropCollections')) {
    request.database.dropCollection(collection);
  }
  return response;
}

function changeDefinition(
  request: ApiRequest,
  name: string,
  change: (graph: GraphDefinition) => GraphDefinition['edgeDefinitions'],
): ApiResponse {
  const graph = request.database.requireGraph(name);
  const edgeDefinitions = change(graph);
  const changed = { ...graph, edgeDefinitions };
  // Vertex collections stay in the graph when the last edge definition that names them goes.
  const lost = vertexCollections(graph).filter((vertex) => !vertexCollections(changed).includes(vertex));
  return replace(request, { ...changed, orphanCollections: [...changed.orphanCollections, ...lost] });
}

function withDefinition(
  request: ApiRequest,
  graph: GraphDefinition,
  replaced: string | null,
): GraphDefinition['edgeDefinitions'] {
  const definition = readEdgeDefinition(request.body());
  const known = graph.edgeDefinitions.some(({ collection }) => collection === definition.collection);
  if (replaced === null) {
    if (known) throw new ArangoError(1920);
    return [...graph.edgeDefinitions, definition];
  }
  if (!known || definition.collection !== replaced) throw new ArangoError(1930);
  return graph.edgeDefinitions.map((other) => (other.collection === replaced ? definition : other));
}

export const graphRoutes: readonly Route[] = [
  route('GET /_api/gharial', ({ database }) => answer(200, { graphs: database.graphs().map(described) })),
  route('POST /_api/gharial', (request) =>
    answer(request.flag('waitForSync') ? 201 : 202, {
      graph: described(request.database.createGraph(request.bodyObject())),
    }),
  ),
  route('GET /_api/gharial/:', (request, [name = '']) =>
    answer(200, { graph: described(request.database.requireGraph(name)) }),
  ),
  route('DELETE /_api/gharial/:', (request, [name = '']) => drop(request, name)),
  route('GET /_api/gharial/:/vertex', (request, [name = '']) =>
    answer(200, { collections: vertexCollections(request.database.requireGraph(name)).toSorted() }),
  ),
  route('POST /_api/gharial/:/vertex', (request, [name = '']) => addVertexCollection(request, name)),
  route('DELETE /_api/gharial/:/vertex/:', (request, [name = '', collection = '']) =>
    removeVertexCollection(request, name, collection),
  ),
  route('GET /_api/gharial/:/edge', (request, [name = '']) => {
    const { edgeDefinitions } = request.database.requireGraph(name);
    return answer(200, { collections: edgeDefinitions.map(({ collection }) => collection).toSorted() });
  }),
  route('POST /_api/gharial/:/edge', (request, [name = '']) =>
    changeDefinition(request, name, (graph) => withDefinition(request, graph, null)),
  ),
  route('PUT /_api/gharial/:/edge/:', (request, [name = '', collection = '']) =>
    changeDefinition(request, name, (graph) => withDefinition(request, graph, collection)),
  ),
  route('DELETE /_api/gharial/:/edge/:', (request, [name = '', edges = '']) =>
    changeDefinition(request, name, (graph) => {
      if (!graph.edgeDefinitions.some(({ collection }) => collection === edges)) throw new ArangoError(1930);
      return graph.edgeDefinitions.filter(({ collection }) => collection !== edges);
    }),
  ),
];
