import { expect, test } from 'vitest';
import { readGatewayEnv } from './env.ts';

test('only the issuer must be given', () => {
  expect(readGatewayEnv({ OIDC_ISSUER: 'https://login.example' }, ['profile'])).toEqual({
    host: '0.0.0.0',
    port: 4_000,
    logLevel: 'info',
    issuer: 'https://login.example',
    audience: 'customer360',
    jwksUri: null,
    acceptPlainJwtType: false,
    subgraphUrls: {},
    firstPartyClients: [],
    corsOrigins: [],
    subgraphTimeoutMs: 10_000,
    playground: true,
  });
});

test('subgraphs are found where the environment says, and lists are split at commas', () => {
  const env = readGatewayEnv(
    {
      OIDC_ISSUER: 'https://login.example',
      SUBGRAPH_JOURNEY_GRAPH_URL: 'http://journey:4002/graphql',
      FIRST_PARTY_CLIENTS: 'frontend, analyst',
      CORS_ORIGINS: 'https://app.example',
      PLAYGROUND: 'false',
    },
    ['profile', 'journey-graph'],
  );
  expect(env).toMatchObject({
    subgraphUrls: { 'journey-graph': 'http://journey:4002/graphql' },
    firstPartyClients: ['frontend', 'analyst'],
    corsOrigins: ['https://app.example'],
    playground: false,
  });
});

test('every problem is named at once', () => {
  const read = () =>
    readGatewayEnv({ PORT: 'x', SUBGRAPH_PROFILE_URL: 'file:///etc/passwd', PLAYGROUND: 'perhaps' }, [
      'profile',
    ]);
  for (const name of ['PORT', 'OIDC_ISSUER', 'SUBGRAPH_PROFILE_URL', 'PLAYGROUND'])
    expect(read).toThrow(name);
});
