import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTokenVerifier } from '@customer360/service';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange } from '../test/browser.ts';
import { startIdentityProvider } from './identity-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { roleNames, roles } from './roles.ts';

let provider: IdentityProvider;
const directories: string[] = [];

beforeAll(async () => {
  provider = await startIdentityProvider({ port: 0, tenantId: 'acme', dataDir: null });
});

afterAll(async () => {
  await provider.close();
  await Promise.all(directories.map((directory) => rm(directory, { recursive: true })));
});

function verifier(issuer = provider.issuer) {
  return createTokenVerifier({ issuer, audience: 'customer360' });
}

function basic(client: 'partner' | 'engineer' | 'admin', secret = provider.secretOf(client)) {
  return { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}` };
}

test('discovery names the issuer, the endpoints and PKCE', async () => {
  const document = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
  expect(document).toMatchObject({
    issuer: provider.issuer,
    jwks_uri: provider.jwksUri,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: expect.arrayContaining(['authorization_code', 'client_credentials']),
  });
});

test('the published key set holds no private part', async () => {
  const { keys } = (await (await fetch(provider.jwksUri)).json()) as { keys: Record<string, string>[] };
  expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
});

describe('ready-made tokens', () => {
  test.each(roleNames)('%s gets the scopes of the role in the tenant', async (role) => {
    const viewer = await verifier().verify(`Bearer ${await provider.tokenFor(role)}`);
    expect(viewer).toMatchObject({ clientId: role, tenantId: 'acme', scopes: new Set(roles[role].scopes) });
  });

  test('can name another tenant, fewer scopes, or have expired', async () => {
    const other = await provider.tokenFor('admin', { tenantId: 'globex', scopes: ['profile:read'] });
    expect(await verifier().verify(`Bearer ${other}`)).toMatchObject({
      tenantId: 'globex',
      scopes: new Set(['profile:read']),
    });
    const expired = await provider.tokenFor('admin', { lifetimeSeconds: -60 });
    await expect(verifier().verify(`Bearer ${expired}`)).rejects.toMatchObject({ reason: 'expired' });
  });
});

describe('client credentials', () => {
  test('a partner gets a token for its scope', async () => {
    const { status, body } = await exchange(
      provider.issuer,
      { grant_type: 'client_credentials', scope: 'recommendation:read' },
      basic('partner'),
    );
    expect(status).toBe(200);
    expect(await verifier().verify(`Bearer ${body['access_token']}`)).toEqual({
      subject: 'partner',
      clientId: 'partner',
      tenantId: 'acme',
      scopes: new Set(['recommendation:read']),
    });
  });

  test.each(['profile:read', 'recommendation:read profile:pii', 'admin'])(
    'a partner is refused the scope %s',
    async (scope) => {
      const parameters = { grant_type: 'client_credentials', scope };
      const { status, body } = await exchange(provider.issuer, parameters, basic('partner'));
      expect([status, body['error']]).toEqual([400, 'invalid_scope']);
    },
  );

  test('a wrong secret is refused', async () => {
    const parameters = { grant_type: 'client_credentials', scope: 'recommendation:read' };
    const { status, body } = await exchange(provider.issuer, parameters, basic('partner', 'guessed'));
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  test('a public client cannot ask for itself', async () => {
    const parameters = { grant_type: 'client_credentials', client_id: 'frontend', scope: 'profile:read' };
    const { status, body } = await exchange(provider.issuer, parameters);
    expect([status, body['error_description']]).toEqual([
      400,
      'requested grant type is not allowed for this client',
    ]);
  });

  test('another resource than ours is refused', async () => {
    const parameters = {
      grant_type: 'client_credentials',
      scope: 'recommendation:read',
      resource: 'urn:other',
    };
    const { body } = await exchange(provider.issuer, parameters, basic('partner'));
    expect(body['error']).toBe('invalid_target');
  });
});

describe('credentials', () => {
  async function newDirectory(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'identity-provider-'));
    directories.push(directory);
    return directory;
  }

  test('printed tokens and secrets survive a restart on the same port', async () => {
    const dataDir = await newDirectory();
    const first = await startIdentityProvider({ port: 0, tenantId: 'acme', dataDir });
    const token = await first.tokenFor('analyst');
    const secret = first.secretOf('partner');
    await first.close();
    const port = Number(new URL(first.issuer).port);
    const second = await startIdentityProvider({ port, tenantId: 'acme', dataDir });
    try {
      expect((await verifier(second.issuer).verify(`Bearer ${token}`)).clientId).toBe('analyst');
      expect(second.secretOf('partner')).toBe(secret);
    } finally {
      await second.close();
    }
  });

  test('only the owner may read the file, and a damaged one is named', async () => {
    const dataDir = await newDirectory();
    const started = await startIdentityProvider({ port: 0, tenantId: 'acme', dataDir });
    await started.close();
    const file = join(dataDir, 'identity-provider.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 100));
    await expect(startIdentityProvider({ port: 0, tenantId: 'acme', dataDir })).rejects.toThrow('is damaged');
  });
});

test('a taken port is an error that names it', async () => {
  const port = Number(new URL(provider.issuer).port);
  await expect(startIdentityProvider({ port, tenantId: 'acme', dataDir: null })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    port,
  });
});

test('a request under another host name is not answered', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request(provider.jwksUri, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});
