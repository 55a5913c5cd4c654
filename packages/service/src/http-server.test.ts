import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AppError } from './errors.ts';
import { acceptRequestId, createHttpServer } from './http-server.ts';
import type { HttpServerOptions } from './http-server.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { TokenError } from './token-error.ts';

const open: FastifyInstance[] = [];

function serverWith(options: Partial<HttpServerOptions> = {}): FastifyInstance {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const server = createHttpServer({ logger, newId: () => 'made-id-1', ...options });
  open.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

describe('health', () => {
  test('a process is live whatever its stores say, and ready only when every check passes', async () => {
    let database = true;
    const ready = {
      database: async () => {
        if (!database) throw new Error('connection refused at 10.0.0.7');
      },
      issuer: async () => undefined,
    };
    const server = serverWith({ ready });
    const healthy = await server.inject('/ready');
    expect([healthy.statusCode, healthy.json()]).toEqual([
      200,
      { status: 'ready', checks: { database: 'ok', issuer: 'ok' } },
    ]);
    database = false;
    const sick = await server.inject('/ready');
    expect([sick.statusCode, sick.json()]).toEqual([
      503,
      { status: 'not ready', checks: { database: 'failed', issuer: 'ok' } },
    ]);
    expect((await server.inject('/live')).statusCode).toBe(200);
  });

  test('metrics count requests by route pattern, never by path', async () => {
    const server = serverWith({ metrics: createMetrics('test') });
    server.get('/profiles/:id', async () => 'ok');
    await server.inject('/profiles/ana@example.com');
    await server.inject('/nowhere');
    const { body, headers } = await server.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain(
      'http_request_duration_seconds_count{service="test",method="GET",route="/profiles/:id",status="200"} 1',
    );
    expect(body).toContain('route="unmatched",status="404"');
    expect(body).not.toContain('example.com');
  });
});

test('two servers of one process share a registry', async () => {
  const metrics = createMetrics('test');
  for (const server of [serverWith({ metrics }), serverWith({ metrics })]) await server.inject('/live');
  expect(await metrics.metrics()).toContain('route="/live",status="200"} 2');
});

describe('request ids', () => {
  test.each(['abcd1234', '3f2a-._X', 'a'.repeat(64)])('%s is taken over', async (id) => {
    const answer = await serverWith().inject({ url: '/live', headers: { 'x-request-id': id } });
    expect(answer.headers['x-request-id']).toBe(id);
  });

  test.each(['short', 'a'.repeat(65), 'with space 1', '<script>alert(1)', ''])(
    '%j is replaced',
    async (id) => {
      const answer = await serverWith().inject({ url: '/live', headers: { 'x-request-id': id } });
      expect(answer.headers['x-request-id']).toBe('made-id-1');
    },
  );

  test('an id that could break a line is not accepted', () => {
    expect(acceptRequestId('abcdefgh\nx: y')).toBeNull();
    expect(acceptRequestId(['abcdefgh'])).toBeNull();
  });
});

describe('errors', () => {
  test.each([
    [new AppError('NOT_FOUND', 'No such source.'), 404, 'NOT_FOUND', 'No such source.'],
    [new AppError('CONFLICT', 'It exists.'), 409, 'CONFLICT', 'It exists.'],
    [new TokenError('expired'), 401, 'UNAUTHENTICATED', 'The token has expired.'],
    [new Error('password of db is x'), 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'],
    [
      Object.assign(new Error('x'), { statusCode: 200 }),
      500,
      'INTERNAL_SERVER_ERROR',
      'Something went wrong on our side.',
    ],
  ])('%s is answered with its code', async (error, status, code, message) => {
    const server = serverWith();
    server.get('/fail', async () => {
      throw error;
    });
    const answer = await server.inject('/fail');
    expect([answer.statusCode, answer.json()]).toEqual([
      status,
      { error: { code, message, requestId: 'made-id-1' } },
    ]);
  });

  test('a refused token is challenged, a limited caller told when to come back', async () => {
    const server = serverWith();
    server.get('/token', async () => {
      throw new TokenError('missing');
    });
    server.get('/busy', async () => {
      throw new AppError('RATE_LIMITED', 'Slow down.', { retryAfterSeconds: 3 });
    });
    expect((await server.inject('/token')).headers['www-authenticate']).toBe('Bearer realm="customer360"');
    expect((await server.inject('/busy')).headers['retry-after']).toBe('3');
  });

  test('what the HTTP layer refuses says why, what the limit is, and quotes nothing', async () => {
    const server = serverWith({ bodyLimitBytes: 20 });
    server.post('/echo', async ({ body }) => body);
    const post = (payload: string, type = 'application/json') =>
      server.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type } });
    const large = await post(JSON.stringify({ email: 'a@example.com' }));
    expect([large.statusCode, large.json().error.message]).toEqual([
      413,
      'The request body is larger than the limit. It is 20 bytes.',
    ]);
    const malformed = await post('{"email": a@b');
    expect([malformed.statusCode, malformed.json().error.message]).toEqual([
      400,
      'The request is malformed.',
    ]);
    expect((await post('x', 'text/csv')).statusCode).toBe(415);
    expect((await server.inject('/nowhere')).json().error.code).toBe('NOT_FOUND');
  });

  test('prototype keys in a body do not arrive', async () => {
    const server = serverWith();
    server.post('/echo', async ({ body }) => body);
    const payload = '{"a":1,"__proto__":{"admin":true},"constructor":{"prototype":{}}}';
    const answer = await server.inject({
      method: 'POST',
      url: '/echo',
      payload,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.body).toBe('{"a":1}');
  });
});

test('answers carry security headers, which a route may replace', async () => {
  const server = serverWith();
  server.get('/page', async (_request, reply) => reply.header('cache-control', 'max-age=60').send('ok'));
  const { headers } = await server.inject('/page');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'max-age=60',
  });
  expect((await server.inject('/nowhere')).headers['x-frame-options']).toBe('DENY');
});

describe('closing', () => {
  /** A route that answers when told, and a promise for the moment it is asked. */
  function slowRoute(server: FastifyInstance) {
    let asked: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (asked = resolve));
    const finished = new Promise<void>((resolve) => (finish = resolve));
    server.get('/slow', async () => {
      asked();
      await finished;
      return 'done';
    });
    return { running, finish: () => finish() };
  }

  test('running requests are answered, new connections refused', async () => {
    const server = serverWith();
    const route = slowRoute(server);
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = fetch(`${url}/slow`);
    await route.running;
    const closed = server.close();
    await vi.waitFor(() => expect(server.server.listening).toBe(false));
    await expect(fetch(`${url}/live`)).rejects.toThrow('fetch failed');
    route.finish();
    expect(await (await answer).text()).toBe('done');
    await closed;
  });

  test('a request that hangs is cut off after the drain time', async () => {
    const server = serverWith({ drainTimeoutMs: 50 });
    const route = slowRoute(server);
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = fetch(`${url}/slow`).catch((error: unknown) => error);
    await route.running;
    await server.close();
    expect(await answer).toBeInstanceOf(Error);
  });
});

test('a request that trickles in is cut off after the request timeout', async () => {
  const server = serverWith({ requestTimeoutMs: 100 });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{');
  const closed = await new Promise<string>((resolve) => {
    let received = '';
    socket.on('data', (chunk) => (received += String(chunk)));
    socket.on('close', () => resolve(received));
  });
  expect(closed).toContain('408');
});
