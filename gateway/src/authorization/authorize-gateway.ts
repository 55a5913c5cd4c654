import type { ApolloGateway } from '@apollo/gateway';
import type { AuthorizationTable } from '@customer360/authorization';
import { execute, getVariableValues, GraphQLError } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { CompiledOperation } from './compile-operation.ts';
import { denialError } from './denial.ts';
import type { Denial } from './denial.ts';
import { clientKey } from './conflicting-fields.ts';
import { createOperationCompiler } from './operation-compiler.ts';
import type { OperationCompiler } from './operation-compiler.ts';
import { shapeAnswer } from './shape-answer.ts';

export interface AuthorizeOptions {
  /** From the same SDL as the gateway. */
  readonly table: AuthorizationTable;
  /** The schema that introspection shows to a caller. */
  readonly schemaFor: (context: GatewayContext, apiSchema: GraphQLSchema) => GraphQLSchema | null;
  readonly maxSelections: number;
  readonly onDenied?: (denials: readonly Denial[]) => void;
}

type Executor = ApolloGateway['executor'];
type GatewayGraphQLRequestContext = Parameters<Executor>[0];
type GatewayExecutionResult = Awaited<ReturnType<Executor>>;
type Values = Readonly<Record<string, unknown>>;

/** Puts the table before the stock gateway's executor, and the client's own shape behind it. Call it after `load`. */
export function authorizeGateway(gateway: ApolloGateway, options: AuthorizeOptions): Executor {
  const { schema } = gateway;
  if (!schema) throw new Error('the gateway has not loaded a schema yet');
  const compiler = createOperationCompiler({ schema, ...options });
  const inner = gateway.executor;
  return async (request) => {
    try {
      return await run({ request, schema, compiler, inner, options });
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  };
}

interface Run {
  readonly request: GatewayGraphQLRequestContext;
  readonly schema: GraphQLSchema;
  readonly compiler: OperationCompiler;
  readonly inner: Executor;
  readonly options: AuthorizeOptions;
}

async function run({ request, schema, compiler, inner, options }: Run): Promise<GatewayExecutionResult> {
  const context = contextOf(request);
  const { document, queryHash: documentHash } = request;
  const operationName = request.request.operationName || undefined;
  const variables: Values = request.request.variables ?? {};
  const { operation } = compiler.outline({ document, documentHash, operationName });
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: 20,
  });
  if (coerced.errors) return { errors: coerced.errors };
  const compiled = compiler.compile({
    document,
    documentHash,
    operationName,
    variables,
    scopes: context.viewer?.scopes ?? null,
  });
  if (compiled.refusals.length > 0) {
    options.onDenied?.(compiled.refusals);
    return { errors: compiled.refusals.map((denial) => denialError(denial, 403)) };
  }
  const answered = await fetchAnswer(request, compiled, inner);
  const visible = options.schemaFor(context, schema);
  const introspected = compiled.introspection
    ? await introspect(visible, compiled.introspection, variables)
    : null;
  const { data, denials } = shapeAnswer({
    shape: compiled.shape,
    fetched: answered.data ?? null,
    introspected,
    denials: compiled.denials,
  });
  if (denials.length > 0) options.onDenied?.(denials);
  const errors = [
    ...denials.map((denial) => denialError(denial)),
    ...errorsOf(answered).map((error) => withClientPath(error, compiled.typeKey)),
  ];
  return errors.length > 0 ? { data, errors } : { data };
}

/** A missing context would make every rule pass or fail by accident: it stops the operation. */
function contextOf(request: GatewayGraphQLRequestContext): GatewayContext {
  const context: Partial<GatewayContext> = request.context;
  if (context.viewer === undefined) throw new Error('the context names no viewer');
  return context as GatewayContext;
}

async function fetchAnswer(
  request: GatewayGraphQLRequestContext,
  { document, queryHash }: CompiledOperation,
  inner: Executor,
): Promise<GatewayExecutionResult> {
  if (!document) return { data: {} };
  const { operationName: _, ...rest } = request.request;
  return inner({ ...request, document, queryHash, request: rest });
}

/** Errors of subgraphs; where there are none and a value is missing all the same, the gateway only hints at it. */
function errorsOf({ errors, extensions }: GatewayExecutionResult): readonly GraphQLError[] {
  if (errors) return errors;
  const missing: unknown = extensions?.['valueCompletion'];
  if (!Array.isArray(missing)) return [];
  return missing.map(
    (error: GraphQLError) =>
      new GraphQLError('A part of the graph did not answer as it should.', {
        path: error.path,
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      }),
  );
}

/** Some fields are fetched under keys that the client never wrote. */
function withClientPath(error: GraphQLError, typeKey: string): GraphQLError {
  if (!error.path?.some((step) => typeof step === 'string' && step.startsWith(typeKey))) return error;
  const path = error.path.map((step) => (typeof step === 'string' ? clientKey(step, typeKey) : step));
  const { message, originalError, extensions } = error;
  return new GraphQLError(message, { path, extensions, ...(originalError ? { originalError } : {}) });
}

async function introspect(
  schema: GraphQLSchema | null,
  document: DocumentNode,
  variableValues: Values,
): Promise<Record<string, unknown> | null> {
  if (schema === null) return null;
  const { data } = await execute({ schema, document, variableValues });
  return data ?? null;
}
