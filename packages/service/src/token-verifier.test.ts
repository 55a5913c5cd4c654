import { createSecretKey } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, GenerateKeyPairResult, JSONWebKeySet, JWTPayload } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { TokenError } from './token-error.ts';
import { createTokenVerifier } from './token-verifier.ts';
import type { TokenVerifierConfig } from './token-verifier.ts';

const issuer = 'https://issuer.example';
const now = Date.UTC(2026, 2, 1);
const seconds = now / 1_000;
const claims = {
  iss: issuer,
  aud: 'customer360',
  sub: 'ana',
  client_id: 'frontend',
  tenant: 'acme',
  scope: 'profile:read journey:read',
  iat: seconds,
  exp: seconds + 3_600,
};

let ours: GenerateKeyPairResult;
let theirs: GenerateKeyPairResult;
let keySet: JSONWebKeySet;

beforeAll(async () => {
  ours = await generateKeyPair('RS256', { extractable: true });
  theirs = await generateKeyPair('RS256', { extractable: true });
  keySet = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
});

interface Signing {
  readonly header?: Record<string, string>;
  readonly key?: CryptoKey;
}

async function bearer(
  payload: JWTPayload,
  { header = {}, key = ours.privateKey }: Signing = {},
): Promise<string> {
  const token = new SignJWT(payload).setProtectedHeader({
    alg: 'RS256',
    kid: 'k1',
    typ: 'at+jwt',
    ...header,
  });
  return `Bearer ${await token.sign(key)}`;
}

function verifierWith(config: Partial<TokenVerifierConfig> = {}) {
  return createTokenVerifier({
    issuer,
    audience: 'customer360',
    clock: () => now,
    fetchJwks: async () => keySet,
    ...config,
  });
}

async function refusalOf(header: string | undefined, config?: Partial<TokenVerifierConfig>) {
  const error = await verifierWith(config)
    .verify(header)
    .catch((caught: unknown) => caught);
  return error instanceof TokenError ? error.reason : error;
}

test('a valid access token says who asks, for which tenant and with which scopes', async () => {
  expect(await verifierWith().verify(await bearer(claims))).toEqual({
    subject: 'ana',
    clientId: 'frontend',
    tenantId: 'acme',
    scopes: new Set(['profile:read', 'journey:read']),
  });
});

test('the client is taken from `azp` when the issuer does not send `client_id`', async () => {
  const { client_id: _client, ...rest } = claims;
  expect((await verifierWith().verify(await bearer({ ...rest, azp: 'kc' }))).clientId).toBe('kc');
  expect((await verifierWith().verify(await bearer(rest))).clientId).toBeNull();
});

describe('a token is refused when it', () => {
  const { exp: _exp, ...withoutExpiry } = claims;
  const { tenant: _tenant, ...withoutTenant } = claims;
  const { scope: _scope, ...withoutScope } = claims;
  const { sub: _sub, ...withoutSubject } = claims;
  test.each<[string, string, JWTPayload, Signing?]>([
    ['has expired', 'expired', { ...claims, exp: seconds - 6, iat: seconds - 60 }],
    ['is not valid yet', 'not_yet_valid', { ...claims, nbf: seconds + 60 }],
    ['was issued in the future', 'not_yet_valid', { ...claims, iat: seconds + 60 }],
    ['is for another audience', 'audience', { ...claims, aud: 'other' }],
    ['comes from another issuer', 'issuer', { ...claims, iss: 'https://other.example' }],
    ['has no expiry', 'lifetime', withoutExpiry],
    ['lives longer than a day', 'lifetime', { ...claims, exp: seconds + 86_401 }],
    ['names no tenant', 'tenant', withoutTenant],
    ['names a tenant that is no slug', 'tenant', { ...claims, tenant: "acme'; --" }],
    ['names two tenants', 'tenant', { ...claims, tenant: ['acme', 'globex'] }],
    ['has no scope claim', 'scope', withoutScope],
    ['names no subject', 'subject', withoutSubject],
    ['has an empty subject', 'subject', { ...claims, sub: '' }],
    ['is an ID token', 'not_an_access_token', claims, { header: { typ: 'JWT' } }],
    ['is signed with an unknown key id', 'unknown_key', claims, { header: { kid: 'k2' } }],
  ])('%s', async (_name, reason, payload, signing) => {
    expect(await refusalOf(await bearer(payload, signing))).toBe(reason);
  });

  test('is signed with a key of somebody else under our key id', async () => {
    expect(await refusalOf(await bearer(claims, { key: theirs.privateKey }))).toBe('signature');
  });

  test('is signed with no algorithm', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = `Bearer ${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.`;
    expect(await refusalOf(header)).toBe('algorithm');
  });

  test('is signed by HMAC with the public key as the secret', async () => {
    const secret = createSecretKey(Buffer.from(await exportSPKI(ours.publicKey)));
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: 'at+jwt' })
      .sign(secret);
    expect(await refusalOf(`Bearer ${token}`)).toBe('algorithm');
  });

  test('has a changed payload', async () => {
    const [header, , signature] = (await bearer(claims)).split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, tenant: 'globex' })).toString('base64url');
    expect(await refusalOf(`${header}.${forged}.${signature}`)).toBe('signature');
  });

  test('is longer than the limit', async () => {
    expect(await refusalOf(await bearer({ ...claims, filler: 'x'.repeat(9_000) }))).toBe('too_long');
  });

  test.each([
    [undefined, 'missing'],
    ['', 'missing'],
    ['Basic YTpi', 'malformed'],
    ['Bearer', 'malformed'],
    ['Bearer a.b', 'malformed'],
    ['Bearer a.b.c', 'malformed'],
    ['Bearer a.b.c d.e.f', 'malformed'],
  ])('is written as %j', async (header, reason) => {
    expect(await refusalOf(header)).toBe(reason);
  });
});

test('a plain JWT type is accepted only when the issuer is known to send it', async () => {
  const header = await bearer(claims, { header: { typ: 'JWT' } });
  expect((await verifierWith({ acceptPlainJwtType: true }).verify(header)).subject).toBe('ana');
});

test('a clock that is a little behind is tolerated', async () => {
  const header = await bearer({ ...claims, iat: seconds - 60, exp: seconds - 4 });
  expect((await verifierWith().verify(header)).subject).toBe('ana');
  expect(await refusalOf(header, { clockToleranceSeconds: 0 })).toBe('expired');
});

test('symmetric and missing algorithms cannot be configured', () => {
  for (const algorithms of [['HS256'], ['none'], ['RS256', 'HS512'], []]) {
    expect(() => verifierWith({ algorithms })).toThrow('asymmetric');
  }
});

test('a verified token is remembered for a minute and never past its expiry', async () => {
  let time = now;
  let reads = 0;
  const verifier = createTokenVerifier({
    issuer,
    audience: 'customer360',
    clock: () => time,
    fetchJwks: async () => {
      reads += 1;
      if (reads > 1) throw new Error('unreachable');
      return keySet;
    },
  });
  const header = await bearer({ ...claims, exp: seconds + 30 });
  const viewer = await verifier.verify(header);
  time = now + 29_000;
  expect(await verifier.verify(header)).toBe(viewer);
  time = now + 36_000;
  await expect(verifier.verify(header)).rejects.toMatchObject({ reason: 'expired' });
});

test('a key set that cannot be read is no verdict on the token', async () => {
  const cause = new Error('connection refused');
  const verifier = verifierWith({ fetchJwks: () => Promise.reject(cause) });
  const error = await verifier.verify(await bearer(claims)).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', cause, retryAfterSeconds: 2 });
});

test('the challenge names the reason and quotes nothing of the token', async () => {
  const error = await verifierWith()
    .verify(await bearer({ ...claims, aud: 'secret-audience' }))
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: 'UNAUTHENTICATED',
    challenge:
      'Bearer realm="customer360", error="invalid_token", error_description="The token is meant for another audience."',
  });
  expect(new TokenError('missing').challenge).toBe('Bearer realm="customer360"');
});
