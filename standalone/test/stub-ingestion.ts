import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TrackingMessage } from '../src/loaders/tracking-message.ts';

export interface StubRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly batch: readonly TrackingMessage[]; readonly sentAt?: string };
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Closes the connection instead of answering. */
  readonly hangUp?: boolean;
}

export interface StubIngestion extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly StubRequest[];
}

/** What ingestion answers when it takes everything. */
export const acceptAll = ({ body }: StubRequest): StubAnswer => ({
  body: { success: true, results: body.batch.map(() => ({ status: 'accepted' })) },
});

/** A server for tests that answers as it is told: the first request is number 0. */
export async function startStubIngestion(
  answer: (request: StubRequest, number: number) => StubAnswer,
): Promise<StubIngestion> {
  const requests: StubRequest[] = [];
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: path = '', headers } = incoming;
    const body = JSON.parse(await text(incoming)) as StubRequest['body']; // the clients under test send nothing else
    const request = { path, authorization: headers.authorization, body };
    requests.push(request);
    const answered = answer(request, requests.length - 1);
    if (answered.hangUp === true) incoming.socket.destroy();
    else {
      response.writeHead(answered.status ?? 200, { 'content-type': 'application/json', ...answered.headers });
      response.end(JSON.stringify(answered.body ?? {}));
    }
  };
  const server = createServer((incoming, response) => void serve(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
