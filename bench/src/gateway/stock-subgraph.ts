import { RemoteGraphQLDataSource } from '@apollo/gateway';
import type { SubgraphLocation } from '@customer360/gateway';

type Source = Extract<SubgraphLocation, { ask: unknown }>;
type ProcessOptions = Parameters<RemoteGraphQLDataSource['process']>[0];

/** A subgraph asked by the gateway's own data source, with the caller's token forwarded as it documents. */
export function stockSubgraph(url: string): Source {
  const dataSource = new RemoteGraphQLDataSource({
    url,
    willSendRequest({ request, context }) {
      if (typeof context['authorization'] === 'string') {
        request.http?.headers.set('authorization', context['authorization']);
      }
    },
  });
  return {
    ask({ query, variables, context }) {
      // What it reads of the options is the request and the context.
      const options = {
        kind: 'incoming operation',
        request: { query, variables },
        incomingRequestContext: { context },
        context,
      } as unknown as ProcessOptions;
      return dataSource.process(options);
    },
    ready: async () => undefined,
    close: async () => undefined,
  };
}
