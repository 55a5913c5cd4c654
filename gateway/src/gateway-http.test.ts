import { createLogger } from '@customer360/service';
import { expect, test } from 'vitest';
import { composeSupergraph, embed } from '../test/compose.ts';
import { startTokenIssuer } from '@customer360/testing';
import { createGateway } from './gateway.ts';
import type { GatewayOptions } from './gateway.ts';

const sdl = 'type Query { slow: Int }';

async function start(
  resolvers: Parameters<typeof embed>[0]['resolvers'],
  options: Partial<GatewayOptions> = {},
) {
  const issuer = await startTokenIssuer();
  const gateway = await createGateway({
    supergraphSdl: composeSupergraph({ slow: sdl }),
    verifier: issuer.verifier,
    logger: createLogger({ name: 'test', level: 'silent' }),
    subgraphs: { slow: embed({ sdl, resolvers }, issuer.verifier) },
    ...options,
  }).catch(async (error: unknown) => {
    await issuer.close();
    throw error;
  });
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const authorization = await issuer.bearer('');
  const ask = () =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: '{"query":"{ slow }"}',
    });
  return { issuer, gateway, url, ask };
}

test('closing answers what runs and refuses what comes', async () => {
  let release = (): void => undefined;
  let arrived = (): void => undefined;
  const running = new Promise<void>((resolve) => (arrived = resolve));
  const held = new Promise<void>((resolve) => (release = resolve));
  const { gateway, issuer, ask } = await start({
    Query: {
      async slow() {
        arrived();
        await held;
        return 7;
      },
    },
  });
  const first = ask();
  await running;
  const closed = gateway.close();
  release();
  expect(await (await first).json()).toEqual({ data: { slow: 7 } });
  await closed;
  await expect(ask()).rejects.toThrow('fetch failed');
  await issuer.close();
});

test('a gateway does not start without a place for each subgraph', async () => {
  await expect(start({}, { subgraphs: {} })).rejects.toThrow('subgraph slow');
});

test('a supergraph whose rules cannot be enforced does not start', async () => {
  const supergraphSdl = composeSupergraph({ slow: sdl }).replace(
    '{\n  query',
    '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)\n{\n  query',
  );
  await expect(start({}, { supergraphSdl })).rejects.toThrow('policy is unknown');
});

test('browsers of configured origins may call, others may not', async () => {
  const { gateway, issuer, url } = await start({}, { corsOrigins: ['https://app.example'] });
  const allowed = async (origin: string) => {
    const headers = { origin, 'access-control-request-method': 'POST' };
    return (await fetch(url, { method: 'OPTIONS', headers })).headers.get('access-control-allow-origin');
  };
  expect(await allowed('https://app.example')).toBe('https://app.example');
  expect(await allowed('https://evil.example')).toBeNull();
  await gateway.close();
  await issuer.close();
});
