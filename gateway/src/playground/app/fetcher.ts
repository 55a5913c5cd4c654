import type { GraphiQLProps } from 'graphiql';

/** Sends an operation with the headers of the headers tab and nothing else, no cookies. */
export function createFetcher(url: string): GraphiQLProps['fetcher'] {
  return async (operation, options) => {
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...options?.headers },
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
