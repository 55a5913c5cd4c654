import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@customer360/service';
import { openBundle } from './bundle.ts';
import type { Bundle } from './bundle.ts';
import { contentSecurityPolicy, renderPage } from './page.ts';
import type { PlaygroundOidc } from './page.ts';

export interface PlaygroundOptions {
  /** Where operations are posted, on the same origin. */
  readonly graphqlUrl: string;
  /**
   * Ready-made headers for the headers tab, such as a demo token. Shown only to a browser on this machine, because
   * whoever sees the page has the token.
   */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
  readonly defaultQuery?: string | undefined;
  /** Left out: no sign-in button. */
  readonly oidc?: PlaygroundOidc | undefined;
  /** Gives the built playground; asked when the server starts to listen, or at the first request. */
  readonly open?: (() => Promise<Bundle>) | undefined;
}

/** Serves the GraphQL playground at `/playground`: the page, and its files with names that change with their content. */
export function playgroundRoutes(server: FastifyInstance, options: PlaygroundOptions): void {
  const open = openOnce(options.open ?? openBundle);

  // A build takes some seconds, which nobody should have to wait for.
  server.addHook('onListen', () => {
    open().catch((error: unknown) => server.log.warn({ error }, 'playground not built'));
  });

  async function page(request: FastifyRequest, reply: FastifyReply) {
    const bundle = await open();
    const nonce = randomBytes(16).toString('base64');
    const oidc = options.oidc ?? null;
    const headers = options.defaultHeaders && isOnThisMachine(request) ? options.defaultHeaders : null;
    const config = {
      graphqlUrl: options.graphqlUrl,
      headers: headers ? JSON.stringify(headers, null, 2) : '',
      query: options.defaultQuery ?? '',
      oidc,
    };
    return reply
      .headers({ ...pageHeaders, 'content-security-policy': contentSecurityPolicy(nonce, oidc) })
      .type('text/html; charset=utf-8')
      .send(renderPage(bundle.page, config, nonce));
  }

  server.get('/playground', page);
  server.get('/playground/', page);
  server.get<{ Params: { name: string } }>('/playground/assets/:name', async (request, reply) => {
    const asset = (await open()).assets.get(request.params.name);
    if (!asset) throw new AppError('NOT_FOUND', 'There is nothing at this address.');
    const zipped = acceptsGzip(request) ? asset.gzip : null;
    if (zipped) reply.header('content-encoding', 'gzip');
    return reply
      .headers(assetHeaders)
      .type(asset.type)
      .header('content-length', (zipped ?? asset).bytes)
      .send(createReadStream((zipped ?? asset).file));
  });
}

const commonHeaders = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
const pageHeaders = {
  ...commonHeaders,
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
const assetHeaders = {
  ...commonHeaders,
  'cross-origin-resource-policy': 'same-origin',
  // A worker is a document of its own: it runs under the policy of its file, not of the page.
  'content-security-policy': "default-src 'none'; script-src 'self'",
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'accept-encoding',
};

/** One build for all visitors; a failed one is tried again by the next. */
function openOnce(open: () => Promise<Bundle>): () => Promise<Bundle> {
  let opening: Promise<Bundle> | null = null;
  return () => {
    opening ??= open().catch((cause: unknown) => {
      opening = null;
      throw new AppError('UPSTREAM_UNAVAILABLE', 'The playground could not be built.', { cause });
    });
    return opening;
  };
}

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const loopbackAddresses: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Any client may write any name, and a proxy on this machine calls us by ours for visitors from elsewhere. */
function isOnThisMachine({ hostname, ip, headers }: FastifyRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers);
  return loopbackNames.has(hostname) && loopbackAddresses.has(ip) && !isForwarded;
}

function acceptsGzip({ headers }: FastifyRequest): boolean {
  return headers['accept-encoding']?.includes('gzip') ?? false;
}
