import { getNamedType, isAbstractType, isCompositeType, Kind } from 'graphql';
import type { GraphQLObjectType } from 'graphql';
import { isFieldDenied, isTypeDenied } from './access.ts';
import type { Access } from './access.ts';
import { DenialSet } from './denial.ts';
import type { Denial } from './denial.ts';
import { fieldOf, fragmentOf, isIncluded, isPossible, possibleTypes } from './selections.ts';
import type { SelectionReader, WrittenField, WrittenSelections } from './selections.ts';

/** What can be said of an operation's selections before it runs. */
export interface WrittenDenials {
  /** Denied whatever the objects turn out to be. */
  readonly always: readonly Denial[];
  /** Denied for at least one type that an object may turn out to have; holds `always` too. */
  readonly perhaps: readonly Denial[];
}

/** Judges every included selection where it stands, for all types that its object may have there. */
export function judgeSelections(
  reader: SelectionReader,
  access: Access,
  root: WrittenSelections,
): WrittenDenials {
  const always = new DenialSet();
  const perhaps = new DenialSet();

  function walk(
    { selectionSet, parent }: WrittenSelections,
    types: readonly GraphQLObjectType[],
    path: readonly string[],
  ): void {
    for (const node of selectionSet.selections) {
      if (!isIncluded(node, reader.conditions)) continue;
      reader.budget.spend();
      if (node.kind === Kind.FIELD) {
        walkField({ node, parent }, types, [...path, (node.alias ?? node.name).value]);
        continue;
      }
      const fragment = fragmentOf(reader, node, parent);
      if (!fragment) continue;
      const left = types.filter((type) => isPossible(reader.schema, fragment.parent, type));
      if (left.length > 0) walk(fragment, left, path);
    }
  }

  function walkField(
    { node, parent }: WrittenField,
    types: readonly GraphQLObjectType[],
    path: readonly string[],
  ): void {
    const definition = fieldOf(parent, node.name.value);
    if (!definition) return;
    const denial = { path, coordinate: `${parent.name}.${definition.name}` };
    const denied = types.filter((type) => isFieldDenied(access, type, node)).length;
    if (denied > 0) perhaps.add(denial);
    if (denied === types.length) return always.add(denial);
    const output = getNamedType(definition.type);
    if (!isCompositeType(output) || !node.selectionSet) return;
    const members = possibleTypes(reader.schema, output);
    if (isAbstractType(output) && members.some(({ name }) => isTypeDenied(access, name))) perhaps.add(denial);
    walk({ selectionSet: node.selectionSet, parent: output }, members, path);
  }

  walk(root, possibleTypes(reader.schema, root.parent), []);
  return { always: always.list(), perhaps: perhaps.list() };
}
