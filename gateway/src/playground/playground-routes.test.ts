import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHttpServer, createLogger } from '@customer360/service';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBundle } from './bundle.ts';
import { playgroundRoutes } from './playground-routes.ts';
import type { PlaygroundOptions } from './playground-routes.ts';

const page =
  '<meta name="style-nonce" nonce="__STYLE_NONCE__"><meta name="playground-config" content="__PLAYGROUND_CONFIG__">';
const script = `console.log('${'x'.repeat(500)}')`;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'playground-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), page);
  await writeFile(join(directory, 'secret.js'), 'not an asset');
  await writeFile(join(directory, 'assets', 'index-abc.js'), script);
  await writeFile(join(directory, 'assets', 'index-abc.js.gz'), gzipSync(script));
  await writeFile(join(directory, 'assets', 'codicon-abc.ttf'), 'font');
});

afterAll(() => rm(directory, { recursive: true }));

function serverWith(options: Partial<PlaygroundOptions> = {}): FastifyInstance {
  const server = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });
  playgroundRoutes(server, { graphqlUrl: '/graphql', open: () => readBundle(directory), ...options });
  return server;
}

async function open(server: FastifyInstance, host = '127.0.0.1:4000') {
  const { body, headers } = await server.inject({ url: '/playground', headers: { host } });
  const content = /content="([^"]*)"/.exec(body)?.[1] ?? '';
  const config = content.replace(/&#(\d+);/g, (_match, code: string) => String.fromCharCode(Number(code)));
  return { body, headers, config: JSON.parse(config) as Record<string, unknown> };
}

test('the page is told where to ask, what to show first and how to sign in', async () => {
  const oidc = { issuer: 'http://127.0.0.1:4100', clientId: 'playground', scope: 'openid' };
  const defaultHeaders = { authorization: 'Bearer abc' };
  const { config } = await open(serverWith({ defaultQuery: '{ a(b: "<&>") }', defaultHeaders, oidc }));
  expect(config).toEqual({
    graphqlUrl: '/graphql',
    query: '{ a(b: "<&>") }',
    headers: '{\n  "authorization": "Bearer abc"\n}',
    oidc,
  });
});

test('a query cannot break out of the page', async () => {
  const { body } = await open(serverWith({ defaultQuery: '"><script>alert(1)</script>' }));
  expect(body).not.toContain('<script>alert');
});

test('the policy lets in our own scripts only, and style elements only by file or nonce', async () => {
  const server = serverWith({
    oidc: { issuer: 'http://127.0.0.1:4100/realms/a', clientId: 'p', scope: 'openid' },
  });
  const first = await open(server);
  const policy = String(first.headers['content-security-policy']);
  const nonce = /nonce="([^"]+)"/.exec(first.body)?.[1];
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self' http://127.0.0.1:4100",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect((await open(server)).headers['content-security-policy']).not.toBe(policy);
});

test('the page is never cached or framed', async () => {
  expect((await open(serverWith())).headers).toMatchObject({
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});

test.each(['evil.example', 'evil.example:4000', '10.0.0.7:4000', '127.0.0.1.evil.example'])(
  'a ready-made token is not shown to a browser that reached us as %s',
  async (host) => {
    const { config } = await open(serverWith({ defaultHeaders: { authorization: 'Bearer abc' } }), host);
    expect(config['headers']).toBe('');
  },
);

test.each([
  ['another address', { remoteAddress: '10.0.0.5' }],
  ['a proxy', { headers: { host: '127.0.0.1:4000', 'x-forwarded-for': '10.0.0.5' } }],
])('the ready-made token is not shown to who comes by a loopback name from %s', async (_where, from) => {
  const server = serverWith({ defaultHeaders: { authorization: 'Bearer abc' } });
  const { body } = await server.inject({ url: '/playground', headers: { host: 'localhost:4000' }, ...from });
  expect(body).toContain('playground-config');
  expect(body).not.toContain('Bearer abc');
});

test.each(['localhost:4000', '127.0.0.1:4000', '[::1]:4000'])('it is shown on %s', async (host) => {
  const { config } = await open(serverWith({ defaultHeaders: { authorization: 'Bearer abc' } }), host);
  expect(config['headers']).toContain('Bearer abc');
});

test('assets are cached for ever and come compressed to those who take it', async () => {
  const server = serverWith();
  const url = '/playground/assets/index-abc.js';
  const plain = await server.inject(url);
  expect([plain.body, plain.headers['content-encoding']]).toEqual([script, undefined]);
  expect(plain.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': String(script.length),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  const zipped = await server.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(script);
  const font = await server.inject({
    url: '/playground/assets/codicon-abc.ttf',
    headers: { 'accept-encoding': 'gzip' },
  });
  expect([font.headers['content-type'], font.headers['content-encoding']]).toEqual(['font/ttf', undefined]);
});

test.each(['unknown.js', '..%2fsecret.js', '..%2f..%2f..%2fetc%2fpasswd', 'index-abc.js.gz', '__proto__'])(
  'nothing but the assets is served: %s',
  async (name) => {
    expect((await serverWith().inject(`/playground/assets/${name}`)).statusCode).toBe(404);
  },
);

test('the playground is opened once for all visitors, and again after a failure', async () => {
  let opened = 0;
  const server = serverWith({
    open: async () => {
      opened += 1;
      if (opened === 1) throw new Error('/home/ana/customer360: out of memory');
      return readBundle(directory);
    },
  });
  const failed = await server.inject('/playground');
  expect([failed.statusCode, failed.json().error.message]).toEqual([
    503,
    'The playground could not be built.',
  ]);
  const answers = await Promise.all([1, 2, 3].map(() => server.inject('/playground')));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect(opened).toBe(2);
});
