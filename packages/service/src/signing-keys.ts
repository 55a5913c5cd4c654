import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { AppError } from './errors.ts';

export interface SigningKeysConfig {
  readonly issuer: string;
  /** Null: taken from the issuer's discovery document at first use. */
  readonly jwksUri: string | null;
  /** Gives the key set in place of HTTP, for an issuer in the same process. */
  readonly fetchJwks: (() => Promise<JSONWebKeySet>) | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const retryAfterMs = 2_000;
const requestTimeoutMs = 5_000;
/** How long keys that were read once stay good while the issuer cannot be reached. */
const staleMs = 60 * 60_000;

/**
 * The issuer's public keys: read when needed, kept ten minutes, read again at most twice a minute for an unknown key id.
 * An issuer that cannot be reached is UPSTREAM_UNAVAILABLE, never a verdict on the token.
 */
export function createSigningKeys(config: SigningKeysConfig): JWTVerifyGetKey {
  const { clock, fetchJwks } = config;
  const fetchKeys = withPause(clock, (url: string, options: RequestInit) =>
    readKeys(fetchJwks, url, options),
  );
  const findKeySet = withPause(clock, () => discover(config.issuer));
  let remote: Promise<ReturnType<typeof createRemoteJWKSet>> | null = null;
  let readAt = 0;

  async function connect() {
    const uri = fetchJwks ? config.issuer : (config.jwksUri ?? (await findKeySet()));
    return createRemoteJWKSet(new URL(uri), {
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
      timeoutDuration: requestTimeoutMs,
      [customFetch]: async (url, options) => {
        const response = await fetchKeys(url, options);
        readAt = clock();
        return response;
      },
    });
  }

  return async (header, token) => {
    let keys;
    try {
      remote ??= connect();
      keys = await remote;
    } catch (cause) {
      remote = null;
      throw unavailable(cause);
    }
    try {
      return await keys(header, token);
    } catch (error) {
      if (isVerdict(error)) throw error;
      const known = keys.jwks();
      if (!known || clock() - readAt > staleMs) throw unavailable(error);
      return createLocalJWKSet(known)(header, token).catch(() => {
        throw unavailable(error);
      });
    }
  };
}

function isVerdict(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}

function unavailable(cause: unknown): AppError {
  return new AppError('UPSTREAM_UNAVAILABLE', 'The identity provider cannot be reached.', {
    cause,
    retryAfterSeconds: Math.ceil(retryAfterMs / 1_000),
  });
}

/** After a failure, answers with it for a moment instead of asking again for every request. */
function withPause<Args extends readonly unknown[], Answer>(
  clock: () => number,
  ask: (...args: Args) => Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  let failure: { readonly error: unknown; readonly until: number } | null = null;
  return async (...args) => {
    if (failure && clock() < failure.until) throw failure.error;
    try {
      const answer = await ask(...args);
      failure = null;
      return answer;
    } catch (error) {
      failure = { error, until: clock() + retryAfterMs };
      throw error;
    }
  };
}

async function readKeys(
  fetchJwks: SigningKeysConfig['fetchJwks'],
  url: string,
  options: RequestInit,
): Promise<Response> {
  const response = fetchJwks ? Response.json(await fetchJwks()) : await fetch(url, options);
  if (!response.ok) throw new Error(`the key set answered with status ${response.status}`);
  return response;
}

const discoveryDocument = z.object({ issuer: z.string(), jwks_uri: z.url() });

async function discover(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`discovery answered with status ${response.status}`);
  const document = discoveryDocument.parse(await response.json());
  if (document.issuer !== issuer) throw new Error('the discovery document names another issuer');
  return document.jwks_uri;
}
