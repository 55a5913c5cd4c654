import type { AuthorizationTable, Passing } from '@customer360/authorization';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { compileOperation } from './compile-operation.ts';
import type { CompiledOperation } from './compile-operation.ts';
import { conditionsOf, inspectVariables } from './operation-variables.ts';
import { outlineOperation } from './operation-outline.ts';
import type { OperationOutline } from './operation-outline.ts';

export interface OperationRequest {
  readonly document: DocumentNode;
  /** SHA-256 of the document as the client sent it. */
  readonly documentHash: string;
  readonly operationName: string | undefined;
  /** Checked against the operation's definitions, as the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null for a caller without a token. */
  readonly scopes: ReadonlySet<string> | null;
}

export interface OperationCompilerOptions {
  readonly schema: GraphQLSchema;
  readonly table: AuthorizationTable;
  /** Most selections of an operation once it is written out. */
  readonly maxSelections: number;
}

export interface OperationCompiler {
  /** The operation as its caller may run it. Throws GraphQLError for what cannot be run at all. */
  compile(request: OperationRequest): CompiledOperation;
  outline(request: Pick<OperationRequest, 'document' | 'documentHash' | 'operationName'>): OperationOutline;
}

/** Bounds of what is kept, so that many large operations cannot fill the memory. */
const maxKeptCharacters = 4_000_000;
const maxKeptSelections = 300_000;

/**
 * Compiles operations and keeps them by everything that the result depends on: document, operation name, the rules that the
 * caller passes, the inputs in use, and the variables of conditions.
 */
export function createOperationCompiler(options: OperationCompilerOptions): OperationCompiler {
  const { schema, table, maxSelections } = options;
  const outlines = new LRUCache<string, OperationOutline>({
    max: 2_000,
    maxSize: maxKeptCharacters,
    sizeCalculation: ({ operation }) => operation.loc?.source.body.length ?? 1_000,
  });
  const compiled = new LRUCache<string, CompiledOperation>({
    max: 5_000,
    maxSize: maxKeptSelections,
    sizeCalculation: ({ size }) => size,
  });
  const ruleBits = new WeakMap<Passing, string>();

  function outlineOf(
    request: Pick<OperationRequest, 'document' | 'documentHash' | 'operationName'>,
  ): OperationOutline {
    const key = `${request.documentHash} ${request.operationName ?? ''}`;
    const known = outlines.get(key);
    if (known) return known;
    const outline = outlineOperation(request.document, request.operationName);
    if (!outline) throw refused('The document has no operation of this name, or several and none was named.');
    if (outline.operation.operation === OperationTypeNode.SUBSCRIPTION)
      throw refused('Subscriptions are not supported.');
    if (!schema.getRootType(outline.operation.operation)) throw refused('The schema has no such operations.');
    outlines.set(key, outline);
    return outline;
  }

  function bitsOf(passing: Passing): string {
    const known = ruleBits.get(passing);
    if (known !== undefined) return known;
    const bits = passing.map(Number).join('');
    ruleBits.set(passing, bits);
    return bits;
  }

  return {
    outline: outlineOf,
    compile(request) {
      const outline = outlineOf(request);
      const { operation, conditionVariables } = outline;
      const passing = table.passing(request.scopes);
      const values = request.variables;
      const variables = inspectVariables({ schema, table, passing, operation, values });
      const conditions = conditionsOf(operation, conditionVariables, values);
      const key = [
        request.documentHash,
        request.operationName ?? '',
        bitsOf(passing),
        variables.key,
        [...conditions.values()].map(Number).join(''),
      ].join(' ');
      const known = compiled.get(key);
      if (known) return known;
      const access = { table, passing, variables };
      const fresh = compileOperation({ schema, outline, conditions, access, limit: maxSelections });
      compiled.set(key, fresh);
      return fresh;
    },
  };
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
}
