import { createTokenVerifier } from '@customer360/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizationUrl, Browser, exchange, newPkce } from '../test/browser.ts';
import type { Pkce } from '../test/browser.ts';
import { startIdentityProvider } from './identity-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';

let provider: IdentityProvider;

beforeAll(async () => {
  provider = await startIdentityProvider({ port: 0, tenantId: 'acme', dataDir: null });
});

afterAll(() => provider.close());

const redirect = 'http://127.0.0.1:5999/callback';

function redeem(code: string, pkce: Pkce, change: Record<string, string> = {}, origin?: string) {
  const parameters = {
    grant_type: 'authorization_code',
    client_id: 'frontend',
    redirect_uri: redirect,
    code,
  };
  return exchange(
    provider.issuer,
    { ...parameters, code_verifier: pkce.verifier, ...change },
    origin === undefined ? {} : { origin },
  );
}

async function codeFor(person: string, pkce: Pkce, change: Record<string, string | undefined> = {}) {
  const landed = new URL(await new Browser().signIn(authorizationUrl(provider.issuer, pkce, change), person));
  return landed.searchParams.get('code') ?? landed.href;
}

async function viewerOf(token: string | undefined) {
  return createTokenVerifier({ issuer: provider.issuer, audience: 'customer360' }).verify(`Bearer ${token}`);
}

test('a front end signs a person in and gets an access token for the API', async () => {
  const pkce = newPkce();
  const landed = new URL(
    await new Browser().signIn(authorizationUrl(provider.issuer, pkce), 'demo-frontend'),
  );
  expect([landed.origin + landed.pathname, landed.searchParams.get('state')]).toEqual([redirect, 'abc']);
  const { status, body } = await redeem(landed.searchParams.get('code') ?? '', pkce);
  expect([status, body['token_type']]).toEqual([200, 'Bearer']);
  expect(await viewerOf(body['access_token'])).toEqual({
    subject: 'demo-frontend',
    clientId: 'frontend',
    tenantId: 'acme',
    scopes: new Set(['profile:read', 'journey:read']),
  });
});

test('a person gets no more than the role has, whatever the client may ask for', async () => {
  const pkce = newPkce();
  const change = { client_id: 'playground', redirect_uri: 'http://127.0.0.1:4321/playground' };
  const scope = 'openid profile:pii admin recommendation:read';
  const code = await codeFor('demo-partner', pkce, { ...change, scope });
  const { body } = await redeem(code, pkce, change);
  expect((await viewerOf(body['access_token'])).scopes).toEqual(new Set(['recommendation:read']));
});

test('a code works once, and only with its verifier', async () => {
  const pkce = newPkce();
  const stolen = await codeFor('demo-analyst', pkce);
  expect((await redeem(stolen, newPkce())).body['error']).toBe('invalid_grant');
  const code = await codeFor('demo-analyst', pkce);
  expect((await redeem(code, pkce)).status).toBe(200);
  expect((await redeem(code, pkce)).body['error']).toBe('invalid_grant');
});

test('a redirect that is not registered is refused without redirecting', async () => {
  for (const uri of [
    'https://evil.example/callback',
    'http://127.0.0.1:5999/other',
    'http://evil.example/callback',
  ]) {
    const url = authorizationUrl(provider.issuer, newPkce(), { redirect_uri: uri });
    const { response } = await new Browser().open(url);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).toContain('invalid_redirect_uri');
  }
});

test('an authorization without PKCE is refused', async () => {
  const change = { code_challenge: undefined, code_challenge_method: undefined };
  const { url } = await new Browser().open(authorizationUrl(provider.issuer, newPkce(), change));
  expect(new URL(url).searchParams.get('error')).toBe('invalid_request');
});

test('a scope beyond the client is refused', async () => {
  const url = authorizationUrl(provider.issuer, newPkce(), { scope: 'openid profile:pii' });
  expect(new URL((await new Browser().open(url)).url).searchParams.get('error')).toBe('invalid_scope');
});

test('a browser page on loopback may redeem a code, another origin may not', async () => {
  const pkce = newPkce();
  const refused = await redeem(await codeFor('demo-analyst', pkce), pkce, {}, 'https://evil.example');
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, null]);
  const origin = 'http://127.0.0.1:5999';
  const allowed = await redeem(await codeFor('demo-analyst', pkce), pkce, {}, origin);
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
});

test('the sign-in page runs no script, cannot be framed, and says that it is a demo', async () => {
  const { response } = await new Browser().open(authorizationUrl(provider.issuer, newPkce()));
  expect(response.headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*frame-ancestors 'none'/,
  );
  expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  const page = await response.text();
  expect(page).toContain('these accounts have no password');
  expect(page.match(/<button name="person"/g)).toHaveLength(5);
});

test('a sign-in that nobody began, and a choice that is no person, are refused', async () => {
  const unknown = await fetch(`${provider.issuer}/sign-in/made-up`);
  expect([unknown.status, await unknown.text()]).toEqual([
    400,
    'This sign-in has ended. Start again from the application.',
  ]);
  const landed = await new Browser().signIn(authorizationUrl(provider.issuer, newPkce()), 'root');
  expect(landed).toContain('/sign-in/');
});

test('a form from another site and an endless form are refused', async () => {
  const browser = new Browser();
  const { url } = await browser.open(authorizationUrl(provider.issuer, newPkce()));
  const post = (origin: string, body: string) =>
    browser.open(url, { method: 'POST', body, headers: { origin } }).then(({ response }) => response.status);
  expect(await post('https://evil.example', 'person=demo-admin')).toBe(403);
  expect(await post(provider.issuer, 'x'.repeat(5_000))).toBe(413);
});
