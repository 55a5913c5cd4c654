import { AppError } from '@customer360/service';
import { execute, GraphQLError, parse } from 'graphql';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { SubgraphAnswer, SubgraphRequest, SubgraphSource } from './subgraph-source.ts';

/** What a subgraph's composition root gives. */
export interface EmbeddedSubgraph {
  readonly schema: GraphQLSchema;
  /** The same function as over HTTP: it verifies the token again. */
  createContext(request: { authorization: string | undefined; requestId: string }): Promise<unknown>;
}

/** A subgraph in the same process: no sockets, otherwise the same token check and the same errors. */
export function inProcessSubgraph(
  subgraph: EmbeddedSubgraph,
  onUnexpected: (error: unknown, requestId: string) => void,
): SubgraphSource {
  const documents = new LRUCache<string, DocumentNode>({ max: 5_000 });

  function documentOf(query: string): DocumentNode {
    const known = documents.get(query);
    if (known) return known;
    // The planner wrote it against this schema: it needs no validation.
    const document = parse(query, { noLocation: true });
    documents.set(query, document);
    return document;
  }

  async function ask({ query, variables, context }: SubgraphRequest): Promise<SubgraphAnswer> {
    const { authorization, requestId } = context;
    const format = (error: unknown) => formatError(error, (cause) => onUnexpected(cause, requestId));
    try {
      const contextValue = await subgraph.createContext({ authorization, requestId });
      const result = await execute({
        schema: subgraph.schema,
        document: documentOf(query),
        contextValue,
        variableValues: variables,
      });
      return {
        data: result.data ?? null,
        ...(result.errors ? { errors: result.errors.map(format) } : {}),
      };
    } catch (error) {
      return { data: null, errors: [format(error)] };
    }
  }

  return { ask, ready: async () => undefined, close: async () => undefined };
}

/** What a subgraph's HTTP server would send: the text of an AppError may be shown, any other stays here. */
function formatError(error: unknown, onUnexpected: (cause: unknown) => void): GraphQLFormattedError {
  const graphqlError = error instanceof GraphQLError ? error : null;
  const cause = graphqlError?.originalError ?? error;
  const where = graphqlError?.path ? { path: graphqlError.path } : {};
  if (cause instanceof AppError)
    return { message: cause.message, ...where, extensions: { code: cause.code } };
  const code = graphqlError?.extensions['code'];
  if (typeof code === 'string')
    return { message: graphqlError?.message ?? '', ...where, extensions: { code } };
  onUnexpected(cause);
  return { message: 'Internal server error', ...where, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
