import type { GraphiQLProps } from 'graphiql';

/**
 * Sends an operation with the headers of the headers tab and nothing else, no cookies. The editor asks for the schema before
 * its headers tab exists; that one request gets `initialHeaders`, JSON text or empty.
 */
export function createFetcher(url: string, initialHeaders: string): GraphiQLProps['fetcher'] {
  const known = initialHeaders === '' ? {} : (JSON.parse(initialHeaders) as Record<string, string>); // from the server
  return async (operation, options) => {
    const headers = options?.headers ?? (operation.operationName === 'IntrospectionQuery' ? known : {});
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(operation),
    });
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`The gateway answered with status ${response.status} and no JSON.`);
    }
  };
}
