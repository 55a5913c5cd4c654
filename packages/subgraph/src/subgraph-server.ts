import { ApolloServer, type BaseContext } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import { createHttpServer, type Logger, type ReadyCheck, type Registry } from '@customer360/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';

/** What a request says of itself, whether it came over HTTP or within the process. */
export interface SubgraphRequest {
  readonly authorization: string | undefined;
  readonly requestId: string;
}

/** What can be served: a guarded schema and the contexts that its resolvers read. */
export interface ServableSubgraph<Context extends BaseContext> {
  readonly schema: GraphQLSchema;
  /** Throws UNAUTHENTICATED without a good token. */
  createContext(request: SubgraphRequest): Promise<Context>;
}

export interface SubgraphServerOptions<Context extends BaseContext> {
  readonly subgraph: ServableSubgraph<Context>;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** What must answer before the process says that it is ready, by name. */
  readonly ready: Readonly<Record<string, ReadyCheck>>;
}

const BODY_LIMIT_BYTES = 2_097_152;
const MAX_TOKENS = 20_000;

/** The subgraph behind HTTP: `POST /graphql` for whoever has a token, besides health and metrics. */
export async function createSubgraphServer<Context extends BaseContext>(
  options: SubgraphServerOptions<Context>,
): Promise<FastifyInstance> {
  const { subgraph, logger, metrics, ready } = options;
  const server = createHttpServer({ logger, metrics, ready, bodyLimitBytes: BODY_LIMIT_BYTES });
  const contexts = new WeakMap<FastifyRequest, Context>();
  const apollo = new ApolloServer<Context>({
    schema: subgraph.schema,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      fastifyApolloDrainPlugin(server),
    ],
    parseOptions: { maxTokens: MAX_TOKENS },
    // It would send the signal again, which ends a process that is stopping in order.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) => formatError(formatted, error, logger),
  });
  await apollo.start();
  server.post(
    '/graphql',
    // The token is looked at before the document: without one there is nothing to say.
    {
      preHandler: async (request) =>
        void contexts.set(request, await subgraph.createContext(requestOf(request))),
    },
    fastifyApolloHandler(apollo, { context: async (request) => contextOf(contexts.get(request)) }),
  );
  return server;
}

function contextOf<Context>(context: Context | undefined): Context {
  if (context === undefined) throw new Error('a request came past the token check');
  return context;
}

function requestOf(request: FastifyRequest): SubgraphRequest {
  return { authorization: request.headers.authorization, requestId: request.id };
}

/** Resolvers give every error its code; what is left is the server's own, whose text stays inside. */
function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: Logger,
): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  if (code !== 'INTERNAL_SERVER_ERROR') return formatted;
  logger.error({ error: unwrapResolverError(error) }, 'operation failed');
  return { ...formatted, message: 'Something went wrong on our side.', extensions: { code } };
}
