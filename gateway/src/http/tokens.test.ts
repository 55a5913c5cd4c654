import { createHmac } from 'node:crypto';
import { subgraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeSupergraph, embed } from '../../test/compose.ts';
import { post } from '../../test/post.ts';
import { keyId, startTokenIssuer, type TokenIssuer } from '@customer360/testing';
import { createGateway } from '../gateway.ts';
import type { Gateway } from '../gateway.ts';

let issuer: TokenIssuer;
let gateway: Gateway;
let asked = 0;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  const sdl = subgraphSdl('profile');
  const resolvers = {
    Query: {
      profile() {
        asked += 1;
        return { id: 'p1', displayName: 'Ada' };
      },
    },
  };
  gateway = await createGateway({
    supergraphSdl: composeSupergraph({ profile: sdl }),
    verifier: issuer.verifier,
    logger: createLogger({ name: 'test', level: 'silent' }),
    subgraphs: { profile: embed({ sdl, resolvers }, issuer.verifier) },
    playground: { open: async () => ({ page: '<html></html>', assets: new Map() }) },
  });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

const now = () => Math.floor(Date.now() / 1_000);
const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const scope = 'profile:read';

/** A token made by hand, as no library would make it. */
function handmade(header: object, sign: (input: string) => string): string {
  const claims = {
    iss: issuer.issuer,
    aud: 'customer360',
    sub: 'x',
    tenant: 'acme',
    scope,
    iat: now(),
    exp: now() + 60,
  };
  const input = `${segment(header)}.${segment(claims)}`;
  return `Bearer ${input}.${sign(input)}`;
}

const bad: readonly (readonly [string, () => Promise<string>, string])[] = [
  ['expired', () => issuer.bearer(scope, { iat: now() - 900, exp: now() - 600 }), 'expired'],
  ['for another audience', () => issuer.bearer(scope, { aud: 'somebody-else' }), 'another audience'],
  ['of another issuer', () => issuer.bearer(scope, { iss: 'https://evil.example' }), 'another issuer'],
  ['without a tenant', () => issuer.bearer(scope, { tenant: undefined }), 'no valid tenant'],
  ['for a tenant that is no name', () => issuer.bearer(scope, { tenant: '../acme' }), 'no valid tenant'],
  [
    'without a signature (alg none)',
    async () => handmade({ alg: 'none', typ: 'at+jwt' }, () => ''),
    'algorithm',
  ],
  [
    'signed by HMAC with the public key',
    async () =>
      handmade({ alg: 'HS256', typ: 'at+jwt', kid: keyId }, (input) =>
        createHmac('sha256', issuer.publicPem).update(input).digest('base64url'),
      ),
    'algorithm',
  ],
  [
    'of an unknown key',
    async () =>
      issuer.bearerOf((await generateKeyPair('RS256')).privateKey, { alg: 'RS256', kid: 'other' }, { scope }),
    'unknown key',
  ],
  [
    'of another key under a known id',
    async () =>
      issuer.bearerOf((await generateKeyPair('RS256')).privateKey, { alg: 'RS256', kid: keyId }, { scope }),
    'signature',
  ],
  ['that is no JSON Web Token', async () => 'Bearer abc', 'one JSON Web Token'],
  ['of another scheme', async () => 'Basic YTpi', 'one JSON Web Token'],
];

test.each(bad)('a token %s is answered by 401 before GraphQL', async (_what, make, reason) => {
  asked = 0;
  const answer = await post(gateway.server, '{ profile(id: "p1") { displayName } }', {
    authorization: await make(),
  });
  expect(answer.status).toBe(401);
  const challenge = String(answer.headers['www-authenticate']);
  expect(challenge).toMatch(/^Bearer realm="customer360", error="invalid_token", error_description="/);
  expect(challenge).toContain(reason);
  expect(answer.body.data).toBeUndefined();
  expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
  expect(asked).toBe(0);
});

test('no token is answered by 401 with a challenge that names no error', async () => {
  const answer = await post(gateway.server, '{ __typename }');
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="customer360"');
});

test('a good token is answered', async () => {
  const authorization = await issuer.bearer(scope);
  const answer = await post(gateway.server, '{ profile(id: "p1") { displayName } }', { authorization });
  expect(answer).toMatchObject({ status: 200, body: { data: { profile: { displayName: 'Ada' } } } });
});

test('health and the playground are open, the graph is not', async () => {
  const status = async (url: string) => (await gateway.server.inject({ method: 'GET', url })).statusCode;
  expect(await status('/live')).toBe(200);
  expect(await status('/ready')).toBe(200);
  expect(await status('/playground')).toBe(200);
  expect(await status('/graphql?query={__typename}')).toBe(401);
});
