import type { ClientMetadata } from 'oidc-provider';
import { allScopes, roles } from './roles.ts';
import type { RoleName, Scope } from './roles.ts';

/** Clients that prove themselves with a secret. */
export const confidentialClients = ['partner', 'engineer', 'admin'] as const satisfies readonly RoleName[];

export type ConfidentialClient = (typeof confidentialClients)[number];

/** The demo's clients. The playground is a client of its own: what it may see depends on who signs in. */
export function demoClients(secrets: Readonly<Record<ConfidentialClient, string>>): ClientMetadata[] {
  return [
    publicClient('frontend', roles.frontend.scopes, ['/callback']),
    publicClient('analyst', roles.analyst.scopes, ['/callback']),
    publicClient('playground', allScopes, ['/playground']),
    ...confidentialClients.map((name) => serviceClient(name, secrets[name])),
  ];
}

/**
 * Runs in a browser and keeps no secret: authorization code with PKCE. A native client's loopback redirect may use any port
 * (RFC 8252 section 7.3), and the demo's ports can be chosen.
 */
function publicClient(name: string, scopes: readonly Scope[], paths: readonly string[]): ClientMetadata {
  return {
    client_id: name,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: ['127.0.0.1', 'localhost'].flatMap((host) => paths.map((path) => `http://${host}${path}`)),
    scope: ['openid', 'profile', ...scopes].join(' '),
  };
}

/** Runs on a server and stands for itself: client credentials. */
function serviceClient(name: ConfidentialClient, secret: string): ClientMetadata {
  return {
    client_id: name,
    client_secret: secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: roles[name].scopes.join(' '),
  };
}
