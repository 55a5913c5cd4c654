import { subgraphs, supergraphSdl } from '@customer360/schema';
import {
  collectProcessMetrics,
  createLogger,
  createMetrics,
  createTokenVerifier,
  stopOnSignals,
} from '@customer360/service';
import { readGatewayEnv } from './env.ts';
import { createGateway } from './gateway.ts';

const known = subgraphs();
const env = readGatewayEnv(
  process.env,
  known.map(({ name }) => name),
);
const logger = createLogger({ name: 'gateway', level: env.logLevel });
const metrics = createMetrics('gateway');
collectProcessMetrics(metrics);
const gateway = await createGateway({
  supergraphSdl: supergraphSdl(),
  verifier: createTokenVerifier({
    issuer: env.issuer,
    audience: env.audience,
    acceptPlainJwtType: env.acceptPlainJwtType,
    ...(env.jwksUri === null ? {} : { jwksUri: env.jwksUri }),
  }),
  subgraphs: Object.fromEntries(
    known.map(({ name, routingUrl }) => [name, { url: env.subgraphUrls[name] ?? routingUrl }]),
  ),
  logger,
  metrics,
  transport: { timeoutMs: env.subgraphTimeoutMs },
  firstPartyClients: env.firstPartyClients,
  corsOrigins: env.corsOrigins,
  playground: env.playground ? {} : null,
});
stopOnSignals({ logger, stop: () => gateway.close() });
const url = await gateway.listen({ host: env.host, port: env.port });
logger.info({ url }, 'gateway ready');
