import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTokenVerifier } from '@customer360/service';
import type { TokenVerifier } from '@customer360/service';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWTPayload } from 'jose';

/** An identity provider of a test: signs what it is told, publishes its key on a loopback port. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly verifier: TokenVerifier;
  /** Public key in PEM, as an attacker may have it. */
  readonly publicPem: string;
  /** An `Authorization` header with a good token, or one with other claims. */
  bearer(scope: string, claims?: JWTPayload): Promise<string>;
  /** A header with a token of another key under a key id. */
  bearerOf(
    key: CryptoKey | Uint8Array,
    header: { alg: string; kid?: string },
    claims?: JWTPayload,
  ): Promise<string>;
  readonly privateKey: CryptoKey;
  close(): Promise<void>;
}

export const keyId = 'test-key';

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'RS256', use: 'sig' }] };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(keys));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;

  function bearerOf(
    key: CryptoKey | Uint8Array,
    header: { alg: string; kid?: string },
    claims: JWTPayload = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const payload = {
      iss: issuer,
      aud: 'customer360',
      sub: 'somebody',
      client_id: 'test',
      tenant: 'acme',
      scope: '',
      iat: now,
      exp: now + 300,
      ...claims,
    };
    return new SignJWT(payload)
      .setProtectedHeader({ typ: 'at+jwt', ...header })
      .sign(key)
      .then((token) => `Bearer ${token}`);
  }

  return {
    issuer,
    privateKey,
    publicPem: await exportSPKI(publicKey),
    verifier: createTokenVerifier({ issuer, audience: 'customer360', jwksUri: `${issuer}/jwks` }),
    bearer: (scope, claims) => bearerOf(privateKey, { alg: 'RS256', kid: keyId }, { scope, ...claims }),
    bearerOf,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
