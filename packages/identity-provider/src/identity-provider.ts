import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@customer360/service';
import { signAccessToken } from './access-token.ts';
import type { TokenWishes } from './access-token.ts';
import type { ConfidentialClient } from './clients.ts';
import { openCredentials } from './credentials.ts';
import { createProvider } from './provider.ts';
import type { RoleName } from './roles.ts';
import { answerSignIn } from './sign-in.ts';

export interface IdentityProviderOptions {
  /** On 127.0.0.1; 0 lets the system choose. The issuer contains it, so tokens outlive a restart only on the same port. */
  readonly port: number;
  /** The tenant of every demo person and client. */
  readonly tenantId: string;
  /** Where keys and client secrets are kept between starts. Null: new ones at every start. */
  readonly dataDir: string | null;
  /** Hears of failures that a caller only sees as status 500. */
  readonly logger?: Logger | undefined;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly jwksUri: string;
  /** A ready-made access token of a role. */
  tokenFor(role: RoleName, wishes?: TokenWishes): Promise<string>;
  /** The secret with which a service client asks for tokens. */
  secretOf(client: ConfidentialClient): string;
  close(): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Starts an OpenID provider with one client and one person per role. For demos and tests only: its accounts have no
 * password, and it answers on the loopback interface alone.
 */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const credentials = await openCredentials(options.dataDir);
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 });
  await listen(server, options.port);
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`; // an IP socket has a port
  const { tenantId } = options;
  const provider = createProvider({ issuer, tenantId, credentials });
  provider.on('server_error', (_ctx, error) => options.logger?.error({ error }, 'identity provider failed'));
  const answer = provider.callback();
  server.on('request', (request, response) => {
    // A page that makes its own name point here must not be answered (DNS rebinding).
    if (request.headers.host !== issuer.slice('http://'.length)) return refuseHost(response);
    if (!request.url?.startsWith('/sign-in/')) return void answer(request, response);
    answerSignIn(provider, request, response).catch((error: unknown) => {
      options.logger?.error({ error }, 'sign-in failed');
      answerFailed(response);
    });
  });
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    tokenFor: (role, wishes = {}) => signAccessToken({ issuer, tenantId, credentials, role, wishes }),
    secretOf: (client) => credentials.clientSecrets[client],
    close: () => close(server),
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function refuseHost(response: ServerResponse): void {
  response
    .writeHead(421, { 'content-type': 'text/plain' })
    .end('This identity provider has another address.');
}

function answerFailed(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
  response.end('Something went wrong on our side.');
}
