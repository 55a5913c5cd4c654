import type { Config } from './config.ts';

type Oidc = NonNullable<Config['oidc']>;

interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

const pendingKey = 'playground:sign-in';
const redirectUri = `${location.origin}/playground`;

/** Leaves for the identity provider: authorization code with PKCE, always asking who it is. */
export async function beginSignIn(oidc: Oidc): Promise<void> {
  const { authorization_endpoint: endpoint } = await discover(oidc);
  const pending = { state: randomText(), verifier: randomText() };
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
  const parameters = new URLSearchParams({
    client_id: oidc.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: oidc.scope,
    state: pending.state,
    prompt: 'login',
    code_challenge: base64Url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  location.assign(`${endpoint}?${parameters.toString()}`);
}

/** Back from the identity provider: the access token, or null when nobody has just signed in. */
export async function finishSignIn(oidc: Oidc | null): Promise<string | null> {
  const answer = new URLSearchParams(location.search);
  const stored = sessionStorage.getItem(pendingKey);
  if (!oidc || stored === null || !answer.has('state')) return null;
  sessionStorage.removeItem(pendingKey);
  history.replaceState(null, '', location.pathname);
  const pending = JSON.parse(stored) as { state: string; verifier: string }; // written above
  const code = answer.get('code');
  if (code === null || answer.get('state') !== pending.state) return null;
  const { token_endpoint: endpoint } = await discover(oidc);
  const response = await fetch(endpoint, {
    method: 'POST',
    credentials: 'omit',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: oidc.clientId,
      redirect_uri: redirectUri,
      code,
      code_verifier: pending.verifier,
    }),
  });
  if (!response.ok) throw new Error(`The identity provider answered with status ${response.status}.`);
  const { access_token: token } = (await response.json()) as { access_token?: string };
  return token ?? null;
}

async function discover(oidc: Oidc): Promise<Endpoints> {
  const response = await fetch(`${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`The identity provider answered with status ${response.status}.`);
  return (await response.json()) as Endpoints;
}

function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
