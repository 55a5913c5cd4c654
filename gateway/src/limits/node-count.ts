import { getNamedType, isCompositeType, isUnionType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { sizeOf } from './page-sizes.ts';

export interface CountedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The most items that the pages of an operation can hold together: a page inside a page counts once for each item of the
 * outer one. Selections that conditions leave out count too.
 */
export function countNodes({ schema, document, operation, variables }: CountedOperation): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();

  function ofFragment(name: string): number {
    const count = known.get(name);
    const fragment = fragments.get(name);
    if (count !== undefined || !fragment) return count ?? 0;
    const counted = ofSelections(fragment.selectionSet, compositeOf(fragment.typeCondition.name.value));
    known.set(name, counted);
    return counted;
  }

  function ofSelections({ selections }: SelectionSetNode, parent: GraphQLCompositeType | null): number {
    let count = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) count += ofField(selection, parent);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) count += ofFragment(selection.name.value);
      else {
        const condition = selection.typeCondition;
        count += ofSelections(selection.selectionSet, condition ? compositeOf(condition.name.value) : parent);
      }
    }
    return count;
  }

  function ofField(node: FieldNode, parent: GraphQLCompositeType | null): number {
    if (parent === null || isUnionType(parent)) return 0;
    const field = parent.getFields()[node.name.value];
    if (!field) return 0;
    const output = getNamedType(field.type);
    const below = node.selectionSet && isCompositeType(output) ? ofSelections(node.selectionSet, output) : 0;
    const page = field.args.find(({ name }) => name === 'first');
    if (!page) return below;
    const written = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    const size = (written && sizeOf(written, operation, variables)) ?? Number(page.defaultValue ?? 0);
    return size * (1 + below);
  }

  function compositeOf(name: string): GraphQLCompositeType | null {
    const type = schema.getType(name);
    return isCompositeType(type) ? type : null;
  }

  return ofSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? null);
}
