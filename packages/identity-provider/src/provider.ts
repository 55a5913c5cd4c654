import { errors, interactionPolicy, Provider } from 'oidc-provider';
import type { Client, Configuration, KoaContextWithOIDC, ResourceServer } from 'oidc-provider';
import { demoClients } from './clients.ts';
import type { Credentials } from './credentials.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import { allScopes, roleOfPerson } from './roles.ts';

/** The `aud` claim of every access token. */
export const audience = 'customer360';
/** The API as a resource indicator (RFC 8707 wants a URI); the only one, and the default. */
export const resource = 'urn:customer360';

export interface ProviderOptions {
  readonly issuer: string;
  readonly tenantId: string;
  readonly credentials: Credentials;
}

const hour = 3_600;

export function createProvider({ issuer, tenantId, credentials }: ProviderOptions): Provider {
  // Nobody is asked for consent: what a person may do is settled by the role.
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const configuration: Configuration = {
    adapter: createMemoryAdapter(),
    clients: demoClients(credentials.clientSecrets),
    jwks: { keys: [credentials.signingKey] },
    cookies: { keys: [credentials.cookieKey] },
    scopes: ['openid', ...allScopes],
    claims: { openid: ['sub'], profile: ['name'] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    interactions: { policy, url: (_ctx, { uid }) => `/sign-in/${uid}` },
    findAccount: (_ctx, id) => {
      const role = roleOfPerson(id);
      return role ? { accountId: id, claims: () => ({ sub: id, name: role.person.name }) } : undefined;
    },
    loadExistingGrant: grantOf,
    extraTokenClaims: () => ({ tenant: tenantId }),
    clientBasedCORS: (_ctx, origin, client) =>
      client.tokenEndpointAuthMethod === 'none' && isLoopback(origin),
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'text/plain';
      ctx.body = description ? `${error}: ${description}` : error;
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      ClientCredentials: hour,
      Grant: hour,
      IdToken: hour,
      Interaction: hour,
      Session: hour,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: resourceServerOf,
      },
    },
  };
  return new Provider(issuer, configuration);
}

function resourceServerOf(_ctx: KoaContextWithOIDC, requested: string, client: Client): ResourceServer {
  if (requested !== resource) throw new errors.InvalidTarget();
  return {
    audience,
    scope: client.scope ?? '',
    accessTokenFormat: 'jwt',
    accessTokenTTL: hour,
    jwt: { sign: { alg: 'RS256' } },
  };
}

/** Grants what the person's role has; the provider cuts it down to what the client may have and asks for. */
async function grantOf(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  const role = session?.accountId ? roleOfPerson(session.accountId) : null;
  if (!client || !session?.accountId || !role) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile');
  grant.addResourceScope(resource, role.scopes.join(' '));
  await grant.save();
  return grant;
}

function isLoopback(origin: string): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin);
}
