import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { remoteSubgraph } from './remote-subgraph.ts';
import type { SubgraphSource } from './subgraph-source.ts';

const context = {
  viewer: null,
  authorization: 'Bearer a.b.c',
  requestId: 'request-1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const question = { query: '{ a }', variables: { v: 1 }, context };

const opened: { server: Server; source: SubgraphSource }[] = [];
afterEach(async () => {
  for (const { server, source } of opened.splice(0)) {
    server.closeAllConnections();
    server.close();
    await source.close();
  }
});

async function subgraph(
  answer: (request: IncomingMessage & { text: string }, response: ServerResponse) => void,
  options = {},
): Promise<SubgraphSource> {
  const server = createServer((request, response) => {
    void text(request).then((body) => answer(Object.assign(request, { text: body }), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo;
  const source = remoteSubgraph({
    url: `http://127.0.0.1:${port}/graphql`,
    timeoutMs: 300,
    maxBytes: 1_000,
    ...options,
  });
  opened.push({ server, source });
  return source;
}

test('the token, the request id and the trace go along, and no other header names the caller', async () => {
  let seen: { headers: object; url: string | undefined; text: string } | null = null;
  const source = await subgraph((request, response) => {
    seen = { headers: request.headers, url: request.url, text: request.text };
    response.end('{"data":{"a":1}}');
  });
  expect(await source.ask(question)).toEqual({ data: { a: 1 } });
  expect(seen).toEqual({
    url: '/graphql',
    text: '{"query":"{ a }","variables":{"v":1}}',
    headers: {
      host: expect.any(String),
      connection: 'keep-alive',
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': '37',
      authorization: 'Bearer a.b.c',
      'x-request-id': 'request-1',
      traceparent: context.traceparent,
    },
  });
});

test('errors with another status are handed on', async () => {
  const source = await subgraph((_request, response) => {
    response.statusCode = 401;
    response.end('{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED"}}]}');
  });
  expect(await source.ask(question)).toEqual({
    errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

const failures: readonly (readonly [string, (request: unknown, response: ServerResponse) => void])[] = [
  ['takes too long to answer', () => undefined],
  [
    'stops in the middle',
    (_request, response) => {
      response.write('{"data":');
    },
  ],
  ['hangs up', (_request, response) => response.destroy()],
  ['sends what is not JSON', (_request, response) => response.end('<html>')],
  ['sends JSON that is no answer', (_request, response) => response.end('{"message":"hello"}')],
  [
    'sends more than the limit',
    (_request, response) => response.end(`{"data":{"a":"${'x'.repeat(2_000)}"}}`),
  ],
  [
    'sends more than the limit without saying so',
    (_request, response) => {
      for (let index = 0; index < 20; index += 1) response.write(' '.repeat(100));
      response.end('{"data":null}');
    },
  ],
];

test.each(failures)('a subgraph that %s is unavailable', async (_what, answer) => {
  const source = await subgraph(answer);
  await expect(source.ask(question)).rejects.toMatchObject({
    message: 'A part of the graph cannot be reached.',
    code: 'UPSTREAM_UNAVAILABLE',
  });
});

test('a subgraph that is not there is unavailable and not ready', async () => {
  const source = remoteSubgraph({ url: 'http://127.0.0.1:1/graphql', timeoutMs: 300, maxBytes: 1_000 });
  await expect(source.ask(question)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  await expect(source.ready()).rejects.toThrow('ECONNREFUSED');
  await source.close();
});

test('a subgraph is ready when its own check says so', async () => {
  let status = 200;
  const source = await subgraph((request, response) => {
    response.statusCode = request.url === '/ready' ? status : 500;
    response.end();
  });
  await expect(source.ready()).resolves.toBeUndefined();
  status = 503;
  await expect(source.ready()).rejects.toThrow('503');
});
