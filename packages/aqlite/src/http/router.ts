import { ArangoError, notImplemented } from '../errors.ts';
import type { ApiRequest } from './api-request.ts';
import type { ApiResponse } from './api-response.ts';

type Handler = (request: ApiRequest, parameters: readonly string[]) => ApiResponse | Promise<ApiResponse>;

export interface Route {
  readonly method: string;
  /** Parts of the path; `:` stands for any one part. */
  readonly parts: readonly string[];
  readonly handle: Handler;
}

/** A route such as `GET /_api/document/:/:`; the parts at the colons are the handler's parameters. */
export function route(signature: string, handle: Handler): Route {
  const [method = '', path = ''] = signature.split(' ');
  return { method, parts: path.split('/').slice(1), handle };
}

/** Areas of the 3.11 API that this server refuses. */
const refused =
  /^\/(?:_api\/(?:foxx|aqlfunction|pregel|control_pregel|replication|tasks|user|job|batch|simple|export|wal|cluster|collection\/[^/]+\/(?:loadIndexesIntoMemory|recalculateCount|responsibleShard|shards|compact|load|unload)|query\/(?:slow|rules|properties)|query-cache|transaction$|index\/sync)|_admin\/(?:backup|cluster|execute|log|metrics|statistics|routing|wal|shutdown|compact|echo|aardvark))/;

/** Finds the route of a request: 404 for an unknown path, 405 for another method, 501 for what is refused. */
export function findRoute(
  routes: readonly Route[],
  request: { readonly method: string; readonly path: string },
): { readonly handle: Handler; readonly parameters: readonly string[] } {
  const parts = request.path.split('/').slice(1).map(decode);
  let knowsPath = false;
  for (const { method, parts: wanted, handle } of routes) {
    const parameters = match(wanted, parts);
    if (parameters === null) continue;
    if (method === request.method) return { handle, parameters };
    knowsPath = true;
  }
  if (knowsPath) throw new ArangoError(405);
  if (refused.test(request.path)) throw notImplemented(`${request.method} ${request.path}`);
  throw new ArangoError(404, `unknown path '${request.path}'`);
}

function match(wanted: readonly string[], parts: readonly string[]): readonly string[] | null {
  if (wanted.length !== parts.length) return null;
  const parameters: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const given = parts[index] ?? '';
    if (part === ':') {
      if (given === '') return null;
      parameters.push(given);
    } else if (part !== given) return null;
  }
  return parameters;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new ArangoError(400, 'invalid percent-encoding in the path', { cause: error });
  }
}
