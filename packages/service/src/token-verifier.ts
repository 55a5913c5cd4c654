import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { createSigningKeys } from './signing-keys.ts';
import { refusalOf, TokenError } from './token-error.ts';
import { isTenantId } from './viewer.ts';
import type { Viewer } from './viewer.ts';

export interface TokenVerifierConfig {
  /** Exactly as the tokens and the discovery document write it. */
  readonly issuer: string;
  readonly audience: string;
  /** Left out: taken from the issuer's discovery document. */
  readonly jwksUri?: string | undefined;
  /** Asymmetric algorithms only. */
  readonly algorithms?: readonly string[] | undefined;
  readonly clockToleranceSeconds?: number | undefined;
  /** Longest time between `iat` and `exp` that is accepted; a day unless told. */
  readonly maxLifetimeSeconds?: number | undefined;
  /** Longest token in characters; 8192 unless told. */
  readonly maxLength?: number | undefined;
  /** Also accepts `typ: JWT` or none, as Keycloak sends, in place of `at+jwt` (RFC 9068). */
  readonly acceptPlainJwtType?: boolean | undefined;
  /** Most verified tokens kept. */
  readonly cacheSize?: number | undefined;
  /** Gives the key set in place of HTTP, for an issuer in the same process. */
  readonly fetchJwks?: (() => Promise<JSONWebKeySet>) | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined;
}

export interface TokenVerifier {
  /**
   * Who the `Authorization` header's bearer token stands for. Throws TokenError (UNAUTHENTICATED) for a bad token, and
   * UPSTREAM_UNAVAILABLE while the issuer's keys cannot be read.
   */
  verify(authorizationHeader: string | undefined): Promise<Viewer>;
}

const asymmetric = new Set([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);
const defaultAlgorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'];
const cacheMs = 60_000;

/** Verifies access tokens of one issuer against its published keys. */
export function createTokenVerifier(config: TokenVerifierConfig): TokenVerifier {
  const algorithms = [...(config.algorithms ?? defaultAlgorithms)];
  const refused = algorithms.filter((algorithm) => !asymmetric.has(algorithm));
  if (refused.length > 0 || algorithms.length === 0) {
    throw new Error(
      `Access tokens need asymmetric algorithms; not accepted: ${refused.join(', ') || 'an empty list'}`,
    );
  }
  const clock = config.clock ?? Date.now;
  const tolerance = config.clockToleranceSeconds ?? 5;
  const maxLifetime = config.maxLifetimeSeconds ?? 24 * 60 * 60;
  const maxLength = config.maxLength ?? 8_192;
  const keys = createSigningKeys({
    issuer: config.issuer,
    jwksUri: config.jwksUri ?? null,
    fetchJwks: config.fetchJwks ?? null,
    clock,
  });
  const verified = new LRUCache<string, { readonly viewer: Viewer; readonly until: number }>({
    max: config.cacheSize ?? 10_000,
  });

  async function verifyToken(token: string): Promise<{ viewer: Viewer; until: number }> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer: config.issuer,
        audience: config.audience,
        algorithms,
        clockTolerance: tolerance,
        currentDate: new Date(clock()),
        requiredClaims: ['exp', 'iat', 'sub', 'tenant', 'scope'],
      });
      if (!isAccessToken(protectedHeader.typ, config.acceptPlainJwtType ?? false)) {
        throw new TokenError('not_an_access_token');
      }
      const { expiresAt, issuedAt } = timesOf(payload);
      if (expiresAt - issuedAt > maxLifetime) throw new TokenError('lifetime');
      if (issuedAt > clock() / 1_000 + tolerance) throw new TokenError('not_yet_valid');
      return { viewer: viewerOf(payload), until: Math.min(expiresAt * 1_000, clock() + cacheMs) };
    } catch (error) {
      const reason = refusalOf(error);
      throw reason ? new TokenError(reason, { cause: error }) : error;
    }
  }

  return {
    async verify(header) {
      const token = bearerToken(header, maxLength);
      const digest = createHash('sha256').update(token).digest('base64');
      const known = verified.get(digest);
      if (known && clock() < known.until) return known.viewer;
      const fresh = await verifyToken(token);
      verified.set(digest, fresh);
      return fresh.viewer;
    },
  };
}

function bearerToken(header: string | undefined, maxLength: number): string {
  if (header === undefined || header === '') throw new TokenError('missing');
  if (header.length > maxLength + 'Bearer '.length) throw new TokenError('too_long');
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(header)?.[1];
  if (token === undefined) throw new TokenError('malformed');
  return token;
}

/** RFC 9068 section 4: `at+jwt`, with or without the prefix `application/`, in any case. */
function isAccessToken(type: string | undefined, acceptPlain: boolean): boolean {
  const name = (type ?? '').toLowerCase().replace(/^application\//, '');
  return name === 'at+jwt' || (acceptPlain && (name === 'jwt' || name === ''));
}

function timesOf({ exp, iat }: JWTPayload): { expiresAt: number; issuedAt: number } {
  if (exp === undefined || iat === undefined) throw new TokenError('lifetime');
  return { expiresAt: exp, issuedAt: iat };
}

function viewerOf(payload: JWTPayload): Viewer {
  const { sub, tenant, scope, client_id: clientId, azp } = payload as JWTPayload & Record<string, unknown>;
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw new TokenError('subject');
  if (!isTenantId(tenant)) throw new TokenError('tenant');
  if (typeof scope !== 'string') throw new TokenError('scope');
  return {
    subject: sub,
    clientId: [clientId, azp].find((value) => typeof value === 'string') ?? null,
    tenantId: tenant,
    scopes: new Set(scope.split(' ').filter(Boolean)),
  };
}
