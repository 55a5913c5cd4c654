import { createHttpServer, createLogger } from '@customer360/service';
import type { openSegmentFixture, SegmentTenant } from './segment-fixture.ts';

const EVERYTHING = 'segment:read segment:write profile:read profile:pii';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Sending {
  readonly query?: string;
  readonly scope?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The files of members over HTTP, on a loopback port. */
export async function openFileDoor(fixture: Awaited<ReturnType<typeof openSegmentFixture>>) {
  const server = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });
  await fixture.serveFiles(server);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });

  async function request(tenant: SegmentTenant, list: string, { query = '', scope = EVERYTHING }: Sending) {
    const authorization = await fixture.bearer(tenant.id, scope);
    return { address: `${url}/segments/${list}/members.csv${query}`, authorization };
  }

  return {
    /** Sends a file. */
    async post(
      tenant: SegmentTenant,
      list: string,
      file: string | Uint8Array<ArrayBuffer> | ReadableStream,
      sending: Sending = {},
    ): Promise<Answer> {
      const { address, authorization } = await request(tenant, list, sending);
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', authorization, ...sending.headers },
        body: file,
        ...(file instanceof ReadableStream ? { duplex: 'half' } : {}),
      });
      // Every answer to a file is a JSON object.
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },

    async get(tenant: SegmentTenant, list: string, sending: Sending = {}): Promise<Response> {
      const { address, authorization } = await request(tenant, list, sending);
      return fetch(address, { headers: { authorization } });
    },

    close: () => server.close(),
  };
}
