import type { FastifyInstance } from 'fastify';

export interface PostOptions {
  readonly authorization?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PostedError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Posted {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: { readonly data?: unknown; readonly errors?: readonly PostedError[] };
}

/** Posts an operation to a gateway's server without a socket. */
export async function post(
  server: FastifyInstance,
  query: string,
  { authorization, variables, operationName, headers }: PostOptions = {},
): Promise<Posted> {
  const response = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
      ...headers,
    },
    payload: JSON.stringify({ query, variables, operationName }),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}
