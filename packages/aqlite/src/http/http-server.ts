import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ArangoError } from '../errors.ts';
import { ApiRequest } from './api-request.ts';
import { type ApiResponse, errorResponse } from './api-response.ts';
import { findRoute, type Route } from './router.ts';
import type { Service } from './service.ts';

export interface HttpOptions {
  readonly service: Service;
  readonly routes: readonly Route[];
  /** Bytes of a request's body. */
  readonly bodyLimit: number;
}

/** The server, not yet listening. */
export function createHttpServer(options: HttpOptions): Server {
  const server = createServer((incoming, outgoing) => {
    void respond(incoming, outgoing, options);
  });
  // Longer than the driver keeps an idle socket, so that it never writes into a closing one.
  server.keepAliveTimeout = 300_000;
  return server;
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  const response = await handle(incoming, options).catch(errorResponse);
  send(outgoing, incoming.method === 'HEAD', response);
}

async function handle(incoming: IncomingMessage, options: HttpOptions): Promise<ApiResponse> {
  const { service, routes, bodyLimit } = options;
  const rawBody = await readBody(incoming, bodyLimit);
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  const { database: name, path } = splitDatabase(url.pathname);
  const isOpen = path.startsWith('/_open/');
  const user = isOpen ? null : service.authentication.userOf(incoming.headers.authorization ?? null);
  const database = service.server.get(name);
  if (database === null) throw new ArangoError(1228);
  const request = new ApiRequest({
    method: incoming.method ?? 'GET',
    path,
    search: url.searchParams,
    headers: incoming.headers,
    database,
    service,
    user,
    rawBody,
  });
  const { handle: run, parameters } = findRoute(routes, request);
  return run(request, parameters);
}

function splitDatabase(pathname: string): { readonly database: string; readonly path: string } {
  const match = /^\/_db\/([^/]+)(\/.*)?$/.exec(pathname);
  if (match === null) return { database: '_system', path: pathname };
  return { database: decodeURIComponent(match[1] ?? ''), path: match[2] ?? '/' };
}

async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new ArangoError(32, 'request body too large', { code: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(outgoing: ServerResponse, withoutBody: boolean, response: ApiResponse): void {
  const { status, body, headers = {} } = response;
  const text = body === undefined ? '' : JSON.stringify(body);
  outgoing.writeHead(status, {
    ...headers,
    'x-content-type-options': 'nosniff',
    server: 'aqlite',
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': String(Buffer.byteLength(text)),
  });
  outgoing.end(withoutBody ? undefined : text);
}
