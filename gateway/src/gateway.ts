// oxlint-disable-next-line import/no-unassigned-import -- it must have run before Apollo loads
import './telemetry-off.ts';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { loadableSupergraph, readAuthorizationTable } from '@customer360/authorization';
import { createHttpServer } from '@customer360/service';
import type { Logger, Registry, TokenVerifier } from '@customer360/service';
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { authorizeGateway } from './authorization/authorize-gateway.ts';
import type { GatewayContext } from './context.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { maskError } from './http/errors.ts';
import { operationPlugin } from './http/operation-plugin.ts';
import { contextOf, tokenGate } from './http/request-context.ts';
import { createSchemaChooser } from './introspection.ts';
import { defaultLimits } from './limits/limits.ts';
import type { OperationLimits } from './limits/limits.ts';
import { operationSizeRule } from './limits/operation-size.ts';
import { playgroundRoutes } from './playground/playground-routes.ts';
import type { PlaygroundOptions } from './playground/playground-routes.ts';
import { openSubgraphs } from './subgraphs/open-subgraphs.ts';
import type { SubgraphLocation, SubgraphOptions } from './subgraphs/open-subgraphs.ts';
import { toDataSource } from './subgraphs/subgraph-source.ts';

export interface GatewayOptions {
  /** As composition wrote it: rules and plan come from the same text. */
  readonly supergraphSdl: string;
  readonly verifier: TokenVerifier;
  /** Every subgraph of the supergraph, by name. */
  readonly subgraphs: Readonly<Record<string, SubgraphLocation>>;
  readonly logger: Logger;
  readonly metrics?: Registry | undefined;
  readonly limits?: Partial<OperationLimits> | undefined;
  /** For remote subgraphs. */
  readonly transport?: SubgraphOptions | undefined;
  /** Coordinates that need no token; none unless told. */
  readonly publicFields?: readonly string[] | undefined;
  /** OAuth clients that may see the whole schema by introspection; others see what their scopes give. */
  readonly firstPartyClients?: readonly string[] | undefined;
  /** Origins of browsers that may call; none unless told. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Null: no playground. */
  readonly playground?: Omit<PlaygroundOptions, 'graphqlUrl'> | null | undefined;
}

export interface Gateway {
  readonly server: FastifyInstance;
  /** Starts to answer and gives the address of `/graphql`. Port 0 lets the system choose. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Answers what runs, refuses what comes, and closes the connections to subgraphs. */
  close(): Promise<void>;
}

const graphqlPath = '/graphql';

/** The graph's front door: tokens, rules, limits and errors around the stock federation gateway. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { supergraphSdl, logger } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const table = readAuthorizationTable(supergraphSdl, { publicFields: options.publicFields ?? [] });
  const metrics = options.metrics ? createGatewayMetrics(options.metrics) : null;
  const sources = openSubgraphs(options.subgraphs, { logger, ...options.transport });
  const gateway = new ApolloGateway({
    supergraphSdl: loadableSupergraph(supergraphSdl),
    buildService: ({ name }) => {
      const source = sources.get(name);
      if (!source) throw new Error(`no place is configured for the subgraph ${name}`);
      return toDataSource(name, source, metrics?.subgraph ?? (() => undefined));
    },
    // Otherwise any client may ask for the plan by a header.
    __exposeQueryPlanExperimental: false,
    logger: quiet(logger),
  });
  const load = gateway.load.bind(gateway);
  gateway.load = async (config) => {
    const loaded = await load(config);
    const executor = authorizeGateway(gateway, {
      table,
      schemaFor: createSchemaChooser(table, options.firstPartyClients ?? []),
      maxSelections: limits.maxSelections,
      ...(metrics ? { onDenied: (denials) => metrics.denied(denials) } : {}),
    });
    return { ...loaded, executor };
  };
  const apollo = createApolloServer({ gateway, limits, logger, metrics });
  await apollo.start();
  const server = createHttpServer({
    logger,
    metrics: options.metrics,
    bodyLimitBytes: limits.maxBodyBytes,
    ready: Object.fromEntries([...sources].map(([name, source]) => [name, () => source.ready()])),
  });
  if (options.corsOrigins?.length) await server.register(cors, { origin: [...options.corsOrigins] });
  server.route({
    method: ['GET', 'POST'],
    url: graphqlPath,
    onRequest: tokenGate({
      verifier: options.verifier,
      tokenIsOptional: (options.publicFields ?? []).length > 0,
    }),
    handler: fastifyApolloHandler(apollo, { context: contextOf }),
  });
  if (options.playground) playgroundRoutes(server, { ...options.playground, graphqlUrl: graphqlPath });
  return {
    server,
    listen: async (address) => `${await server.listen(address)}${graphqlPath}`,
    async close() {
      await server.close();
      await apollo.stop();
      await Promise.all([...sources.values()].map((source) => source.close()));
    },
  };
}

interface ApolloServerParts {
  readonly gateway: ApolloGateway;
  readonly limits: OperationLimits;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics | null;
}

function createApolloServer({ gateway, limits, logger, metrics }: ApolloServerParts) {
  return new ApolloServer<GatewayContext>({
    gateway,
    logger: quiet(logger),
    // Who may see what of the schema is decided per caller, not for all at once.
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    parseOptions: { maxTokens: limits.maxTokens },
    validationRules: [operationSizeRule(limits)],
    formatError: maskError,
    // The process decides when to stop.
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      operationPlugin({ logger, metrics, maxPageSize: limits.maxPageSize, maxNodes: limits.maxNodes }),
    ],
  });
}

/** What Apollo has to say below a warning is about itself. */
function quiet(logger: Logger) {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (message?: unknown) => logger.warn({ from: 'apollo' }, String(message)),
    error: (message?: unknown) => logger.error({ from: 'apollo' }, String(message)),
  };
}
