import { subgraphs, supergraphSdl } from '@customer360/schema';
import { createTokenVerifier, runProcess } from '@customer360/service';
import { readGatewayEnv } from './env.ts';
import { createGateway } from './gateway.ts';

const known = subgraphs();
const env = readGatewayEnv(
  process.env,
  known.map(({ name }) => name),
);

await runProcess({ name: 'gateway', logLevel: env.logLevel }, async ({ logger, metrics, opened }) => {
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
  opened.defer(() => gateway.close());
  const url = await gateway.listen({ host: env.host, port: env.port });
  logger.info({ url }, 'gateway ready');
});
