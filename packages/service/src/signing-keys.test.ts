import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { GenerateKeyPairResult, JSONWebKeySet } from 'jose';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createTokenVerifier } from './token-verifier.ts';

let pair: GenerateKeyPairResult;
let keySet: JSONWebKeySet;
const closers: (() => void)[] = [];

beforeAll(async () => {
  pair = await generateKeyPair('ES256');
  keySet = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'e1', alg: 'ES256' }] };
});

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An issuer whose key set answers as `answer` says and counts how often it was asked. */
async function startIssuer(
  options: { named?: string; keyStatus?: () => number; discoveryStatus?: () => number } = {},
) {
  const asked = { keys: 0, discovery: 0 };
  const server = createServer((request, response) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const isKeys = request.url === '/keys';
    asked[isKeys ? 'keys' : 'discovery'] += 1;
    response.statusCode = (isKeys ? options.keyStatus : options.discoveryStatus)?.() ?? 200;
    response.setHeader('content-type', 'application/json');
    const discovery = { issuer: options.named ?? origin, jwks_uri: `${origin}/keys` };
    response.end(JSON.stringify(isKeys ? keySet : discovery));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, asked };
}

async function bearer(issuer: string, kid = 'e1'): Promise<string> {
  const token = new SignJWT({ tenant: 'acme', scope: 'profile:read' })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience('customer360')
    .setSubject('ana')
    .setIssuedAt()
    .setExpirationTime('5m');
  return `Bearer ${await token.sign(pair.privateKey)}`;
}

test('the key set is found by discovery and read once for many tokens', async () => {
  const { issuer, asked } = await startIssuer();
  const verifier = createTokenVerifier({ issuer, audience: 'customer360' });
  const tokens = await Promise.all(Array.from({ length: 5 }, () => bearer(issuer)));
  const viewers = await Promise.all(tokens.map((token) => verifier.verify(token)));
  expect(viewers.map(({ tenantId }) => tenantId)).toEqual(Array(5).fill('acme'));
  expect(asked.keys).toBe(1);
});

test('tokens with unknown key ids do not make us ask the issuer again and again', async () => {
  const { issuer, asked } = await startIssuer();
  const verifier = createTokenVerifier({ issuer, audience: 'customer360', jwksUri: `${issuer}/keys` });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await expect(verifier.verify(await bearer(issuer, `made-up-${attempt}`))).rejects.toMatchObject({
      reason: 'unknown_key',
    });
  }
  expect(asked.keys).toBe(1);
});

test('a discovery document that names another issuer is not followed', async () => {
  const { issuer, asked } = await startIssuer({ named: 'https://other.example' });
  const verifier = createTokenVerifier({ issuer, audience: 'customer360' });
  await expect(verifier.verify(await bearer(issuer))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(asked.keys).toBe(0);
});

test('an issuer whose discovery fails is asked once per pause and heard again afterwards', async () => {
  let status = 500;
  let time = Date.now();
  const { issuer, asked } = await startIssuer({ discoveryStatus: () => status });
  const verifier = createTokenVerifier({ issuer, audience: 'customer360', clock: () => time });
  const header = await bearer(issuer);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(verifier.verify(header)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  }
  expect(asked).toEqual({ keys: 0, discovery: 1 });
  status = 200;
  time += 2_001;
  expect(await verifier.verify(header)).toMatchObject({ tenantId: 'acme' });
});

test('an issuer that answers with errors is asked once per pause and heard again afterwards', async () => {
  let status = 500;
  let time = Date.now();
  const { issuer, asked } = await startIssuer({ keyStatus: () => status });
  const verifier = createTokenVerifier({ issuer, audience: 'customer360', clock: () => time });
  const header = await bearer(issuer);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(verifier.verify(header)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  }
  expect(asked.keys).toBe(1);
  status = 200;
  time += 2_001;
  expect((await verifier.verify(header)).subject).toBe('ana');
});

test('an issuer that is not there is UPSTREAM_UNAVAILABLE and found when it comes up', async () => {
  const { issuer } = await startIssuer();
  for (const close of closers.splice(0)) close();
  const verifier = createTokenVerifier({ issuer, audience: 'customer360' });
  await expect(verifier.verify(await bearer(issuer))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});
