import { ApolloServer } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import { createHttpServer, type Logger, type ReadyCheck, type Registry } from '@customer360/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { ProfileContext } from './context.ts';
import type { ProfileSubgraph } from './subgraph.ts';

export interface ProfileServerOptions {
  readonly subgraph: ProfileSubgraph;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly ready: Readonly<Record<string, ReadyCheck>>;
}

/** The subgraph behind HTTP: `POST /graphql` for whoever has a token, besides health and metrics. */
export async function createProfileServer(options: ProfileServerOptions): Promise<FastifyInstance> {
  const { subgraph, logger, metrics, ready } = options;
  const server = createHttpServer({ logger, metrics, ready, bodyLimitBytes: 2_097_152 });
  const apollo = new ApolloServer<ProfileContext>({
    schema: subgraph.schema,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      fastifyApolloDrainPlugin(server),
    ],
    parseOptions: { maxTokens: 20_000 },
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
    fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) }),
  );
  return server;
}

const contexts = new WeakMap<FastifyRequest, ProfileContext>();

function contextOf(request: FastifyRequest): ProfileContext {
  const context = contexts.get(request);
  if (context === undefined) throw new Error('a request came past the token check');
  return context;
}

function requestOf(request: FastifyRequest) {
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
