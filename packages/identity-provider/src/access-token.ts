import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { confidentialClients } from './clients.ts';
import type { Credentials } from './credentials.ts';
import { audience } from './provider.ts';
import { roles } from './roles.ts';
import type { RoleName } from './roles.ts';

export interface TokenWishes {
  /** The provider's tenant unless told. */
  readonly tenantId?: string;
  /** The role's scopes unless told. */
  readonly scopes?: readonly string[];
  /** A day unless told; negative for a token that has expired. */
  readonly lifetimeSeconds?: number;
}

/** A ready-made access token of a role, as the token endpoint would sign it, for demos and tests. */
export async function signAccessToken(options: {
  readonly issuer: string;
  readonly tenantId: string;
  readonly credentials: Credentials;
  readonly role: RoleName;
  readonly wishes: TokenWishes;
}): Promise<string> {
  const { credentials, role, wishes } = options;
  const isService = confidentialClients.some((name) => name === role);
  const now = Math.floor(Date.now() / 1_000);
  const lifetime = wishes.lifetimeSeconds ?? 86_400;
  return new SignJWT({
    client_id: role,
    tenant: wishes.tenantId ?? options.tenantId,
    scope: (wishes.scopes ?? roles[role].scopes).join(' '),
  })
    .setProtectedHeader({ alg: 'RS256', kid: credentials.signingKey.kid, typ: 'at+jwt' })
    .setIssuer(options.issuer)
    .setAudience(audience)
    .setSubject(isService ? role : roles[role].person.id)
    .setJti(randomUUID())
    .setIssuedAt(Math.min(now, now + lifetime))
    .setExpirationTime(now + lifetime)
    .sign(await importJWK(credentials.signingKey, 'RS256'));
}
