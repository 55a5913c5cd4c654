import type { FastifyInstance } from 'fastify';

/** Resolves when the thing can be used; rejects (or never answers) otherwise. */
export type ReadyCheck = () => Promise<unknown>;

const checkTimeoutMs = 2_000;

/** `/live`: the process runs. `/ready`: every named check passes and the server does not drain. */
export function healthRoutes(server: FastifyInstance, checks: Readonly<Record<string, ReadyCheck>>): void {
  let draining = false;
  server.addHook('preClose', async () => {
    draining = true;
  });
  server.get('/live', async () => ({ status: 'live' }));
  server.get('/ready', async (request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const failure = await failureOf(check);
        if (failure !== null) request.log.warn({ check: name, error: failure }, 'ready check failed');
        return [name, failure === null ? 'ok' : 'failed'] as const;
      }),
    );
    const ready = !draining && results.every(([, result]) => result === 'ok');
    const status = draining ? 'draining' : ready ? 'ready' : 'not ready';
    return reply.code(ready ? 200 : 503).send({ status, checks: Object.fromEntries(results) });
  });
}

async function failureOf(check: ReadyCheck): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs);
  });
  try {
    await Promise.race([check(), timeout]);
    return null;
  } catch (error) {
    return error ?? new Error('rejected without a reason');
  } finally {
    clearTimeout(timer);
  }
}
