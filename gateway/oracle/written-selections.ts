import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
} from 'graphql';
import { getOperationAST, isAbstractType, isCompositeType, isInterfaceType, isObjectType } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { Judge } from './written-rules.ts';

/** `path coordinate` of selections that are refused before anything runs; the document must have no variables. */
export interface RefusedBefore {
  /** For whatever object. */
  readonly always: readonly string[];
  /** For some object that may stand there; holds the former too. */
  readonly perhaps: readonly string[];
}

export function refusedBefore(schema: GraphQLSchema, document: DocumentNode, judge: Judge): RefusedBefore {
  const fragments = new Map(
    document.definitions.flatMap((definition): [string, FragmentDefinitionNode][] =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  const always = new Set<string>();
  const perhaps = new Set<string>();

  /** All names of object types that an object here may have. */
  function objectsOf(type: GraphQLNamedType): readonly string[] {
    if (isAbstractType(type)) return schema.getPossibleTypes(type).map(({ name }) => name);
    return isObjectType(type) ? [type.name] : [];
  }

  function look(set: SelectionSetNode, parentName: string, objects: readonly string[], path: string): void {
    for (const selection of set.selections) {
      if (isLeftOut(selection)) continue;
      if (selection.kind !== Kind.FIELD) {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const onName = fragment?.typeCondition?.name.value ?? parentName;
        const onType = schema.getType(onName);
        if (!fragment || !onType) continue;
        const matching = objectsOf(onType);
        const rest = objects.filter((name) => matching.includes(name));
        if (rest.length > 0) look(fragment.selectionSet, onName, rest, path);
        continue;
      }
      const name = selection.name.value;
      const parent = schema.getType(parentName);
      const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
      if (!field) continue;
      const here = path === '' ? keyOf(selection) : `${path}.${keyOf(selection)}`;
      const entry = `${here} ${parentName}.${name}`;
      const shown = objects.filter((object) => judge.shows(object, selection));
      if (shown.length < objects.length) perhaps.add(entry);
      if (shown.length === 0) {
        always.add(entry);
        continue;
      }
      const output = getNamedType(field.type);
      if (!selection.selectionSet || !isCompositeType(output)) continue;
      if (isAbstractType(output) && objectsOf(output).some((object) => !judge.showsType(object))) {
        perhaps.add(entry);
      }
      look(selection.selectionSet, output.name, objectsOf(output), here);
    }
  }

  const operation = getOperationAST(document);
  const root = operation && schema.getRootType(operation.operation);
  if (operation && root) look(operation.selectionSet, root.name, [root.name], '');
  return { always: [...always].toSorted(), perhaps: [...perhaps].toSorted() };
}

function keyOf(selection: Extract<SelectionNode, { kind: Kind.FIELD }>): string {
  return (selection.alias ?? selection.name).value;
}

function isLeftOut(node: SelectionNode): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node);
  const include = getDirectiveValues(GraphQLIncludeDirective, node);
  return skip?.['if'] === true || include?.['if'] === false;
}
