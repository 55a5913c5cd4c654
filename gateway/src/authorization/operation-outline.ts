import { Kind, visit } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';

/** The operation to run and what it refers to. */
export interface OperationOutline {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Variables that decide a `@skip` or `@include` somewhere in the document. */
  readonly conditionVariables: readonly string[];
  /** A response key that no response key of the document begins with. */
  readonly typeKey: string;
}

/** Null when the document has no such operation, or several and no name. */
export function outlineOperation(
  document: DocumentNode,
  operationName: string | undefined,
): OperationOutline | null {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const named = operationName ? operations.filter(({ name }) => name?.value === operationName) : operations;
  const [operation] = named;
  if (!operation || named.length > 1) return null;
  return { operation, fragments, ...usedNames(document) };
}

function usedNames(document: DocumentNode): Pick<OperationOutline, 'conditionVariables' | 'typeKey'> {
  const conditions = new Set<string>();
  const keys = new Set<string>();
  visit(document, {
    Directive({ name, arguments: args }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args ?? []) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
    },
    Field: ({ alias, name }) => void keys.add((alias ?? name).value),
  });
  let typeKey = '_type';
  while ([...keys].some((key) => key.startsWith(typeKey))) typeKey += '_';
  return { conditionVariables: [...conditions].toSorted(), typeKey };
}
