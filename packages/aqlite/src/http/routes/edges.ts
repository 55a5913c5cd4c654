import { ArangoError } from '../../errors.ts';
import type { Document } from '../../values/value.ts';
import { answer } from '../api-response.ts';
import { type Route, route } from '../router.ts';
import { collectionIn } from './document-batches.ts';

export const edgeRoutes: readonly Route[] = [
  route('GET /_api/edges/:', (request, [name = '']) => {
    const vertex = request.requiredParameter('vertex');
    const direction = request.parameter('direction') ?? 'any';
    if (!['in', 'out', 'any'].includes(direction)) {
      throw new ArangoError(400, `<direction> must by any, in, or out, not: ${direction}`);
    }
    const edges = request.inTransaction((transaction) => {
      const collection = collectionIn(transaction, name);
      if (collection.type !== 'edge') throw new ArangoError(1218, 'edge collection expected');
      const out = direction === 'in' ? [] : [...collection.edgesFrom(vertex)];
      const incoming = direction === 'out' ? [] : [...collection.edgesTo(vertex)];
      // A loop starts and ends at the vertex: it is one edge.
      const loops = new Set<Document>(out);
      return [...out, ...incoming.filter((edge) => !loops.has(edge))];
    });
    return answer(200, { edges, stats: { scannedIndex: edges.length, filtered: 0 } });
  }),
];
