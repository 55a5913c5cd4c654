import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@customer360/service';
import type { GraphQLSchema } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { isClientFault } from './errors.ts';
import { createPageSizeCheck } from '../limits/page-sizes.ts';
import type { PageSizeCheck } from '../limits/page-sizes.ts';
import { limitError } from '../limits/limit-error.ts';
import { countNodes } from '../limits/node-count.ts';
import type { CountedOperation } from '../limits/node-count.ts';

export interface OperationPluginOptions {
  readonly logger: Logger;
  readonly metrics: GatewayMetrics | null;
  readonly maxPageSize: number;
  readonly maxNodes: number;
}

/** Checks pages, counts operations and errors, and logs what went wrong below, which clients are not told. */
export function operationPlugin(options: OperationPluginOptions): ApolloServerPlugin<GatewayContext> {
  const { logger, metrics } = options;
  let check: { readonly schema: GraphQLSchema; readonly pages: PageSizeCheck } | null = null;

  function pageCheckOf(schema: GraphQLSchema): PageSizeCheck {
    if (check?.schema !== schema) check = { schema, pages: createPageSizeCheck(schema, options.maxPageSize) };
    return check.pages;
  }

  return {
    async requestDidStart() {
      const started = performance.now();
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (!operation) return;
          const variables = request.variables ?? {};
          pageCheckOf(schema)(document, operation, variables);
          checkNodes({ schema, document, operation, variables }, options.maxNodes);
        },
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            const given = error.extensions?.['code'];
            const code = typeof given === 'string' ? given : 'INTERNAL_SERVER_ERROR';
            const level = isClientFault(code) ? 'debug' : 'error';
            const { requestId } = contextValue;
            const subgraph = error.extensions?.['serviceName'];
            logger[level]({ requestId, code, subgraph, path: error.path, error }, 'operation error');
          }
        },
        async willSendResponse({ operation, response }) {
          const body = response.body.kind === 'single' ? response.body.singleResult : null;
          const errors = body?.errors ?? [];
          for (const { extensions } of errors) metrics?.error(String(extensions?.['code']));
          const outcome = errors.length === 0 ? 'ok' : body?.data === undefined ? 'refused' : 'errors';
          const seconds = (performance.now() - started) / 1_000;
          metrics?.operation(operation?.operation ?? 'unknown', outcome, seconds);
        },
      };
    },
  };
}

function checkNodes(counted: CountedOperation, limit: number): void {
  const nodes = countNodes(counted);
  if (nodes <= limit) return;
  throw limitError(
    `The operation asks for up to ${nodes} items in its pages; at most ${limit} are allowed.`,
    limit,
  );
}
