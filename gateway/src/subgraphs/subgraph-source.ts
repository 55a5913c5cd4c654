import type { GraphQLDataSource } from '@apollo/gateway';
import { AppError } from '@customer360/service';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';

type ProcessOptions = Parameters<GraphQLDataSource['process']>[0];
export type SubgraphAnswer = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** One operation that the query plan sends to a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GatewayContext;
}

/** Where a subgraph is asked. */
export interface SubgraphSource {
  /** Data and errors as the subgraph gave them; throws UPSTREAM_UNAVAILABLE when it gave no answer. */
  ask(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Resolves when the subgraph can be asked. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** Sees every answer of a subgraph, for metrics. */
export type ObserveSubgraph = (
  subgraph: string,
  seconds: number,
  outcome: 'ok' | 'errors' | 'failed',
) => void;

/** Dresses a source as the stock gateway wants it. */
export function toDataSource(
  name: string,
  source: SubgraphSource,
  observe: ObserveSubgraph,
): GraphQLDataSource {
  return {
    async process({ request, context, ...options }: ProcessOptions): Promise<SubgraphAnswer> {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1_000;
      try {
        const answer = await source.ask({
          query: request.query ?? '',
          variables: request.variables ?? {},
          // The gateway hands through what our own context function made.
          context: context as GatewayContext,
        });
        observe(name, seconds(), answer.errors?.length ? 'errors' : 'ok');
        return answer;
      } catch (error) {
        observe(name, seconds(), 'failed');
        const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : undefined;
        throw unavailable(error, path);
      }
    },
  };
}

/** Where in the answer something is missing: list items are left out of the path, since none of them came. */
function unavailable(cause: unknown, path: readonly (string | number)[] = []): GraphQLError {
  const originalError =
    cause instanceof AppError ? cause : new AppError('UPSTREAM_UNAVAILABLE', unreachable, { cause });
  const keys = path.filter((key) => typeof key === 'string' && key !== '@');
  return new GraphQLError(unreachable, {
    originalError,
    extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    ...(keys.length > 0 ? { path: keys } : {}),
  });
}

const unreachable = 'A part of the graph cannot be reached.';
