import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

/** A process of its own: a subgraph that always has the same profile ready, and a client that asks the gateway for it. */
const [, , query = ''] = process.argv;
const answer = JSON.stringify({
  data: {
    profile: {
      id: 'p1',
      displayName: 'Ada Lovelace',
      firstSeenAt: '2026-01-01T00:00:00.000Z',
      lastSeenAt: '2026-03-01T00:00:00.000Z',
      completeness: 0.6,
      traits: {
        email: 'ada@example.com',
        phone: '+441234567890',
        address: { city: 'London', country: 'GB' },
      },
      identifiers: {
        nodes: Array.from({ length: 5 }, (_, index) => ({ type: 'email', value: `a${index}@example.com` })),
      },
      consents: [
        { purpose: 'ANALYTICS', status: 'GRANTED' },
        { purpose: 'MARKETING', status: 'DENIED' },
      ],
    },
  },
});

const server = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(answer));
});
server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is never a path.
  process.send?.({ port: (server.address() as AddressInfo).port });
});

/** What the bench asks of this process. */
export interface LoadOrder {
  readonly url: string;
  readonly token: string;
  readonly seconds: number;
  readonly connections: number;
}

export interface LoadReport {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly times: readonly number[];
}

process.on('message', (order: LoadOrder) => {
  void load(order).then((report) => process.send?.(report));
});

async function load({ url, token, seconds, connections }: LoadOrder): Promise<LoadReport> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  async function client(number: number): Promise<void> {
    for (let id = number; performance.now() < end; id += connections) {
      const body = JSON.stringify({ query, variables: { id: `p${id % 1_000}` } });
      const sent = performance.now();
      const response = await pool.request({ method: 'POST', path: pathname, headers, body });
      const text = await response.body.text();
      if (response.statusCode !== 200 || text.includes('"errors"')) throw new Error(text.slice(0, 300));
      times.push(performance.now() - sent);
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, number) => client(number)));
  await pool.close();
  return { requests: times.length, seconds: (performance.now() - started) / 1_000, times };
}
