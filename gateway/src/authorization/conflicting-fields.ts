import { Kind, print } from 'graphql';
import type { FieldNode, SelectionNode } from 'graphql';

/** Fields of one position, with the response keys under which they are fetched. */
export interface FetchedKeys {
  /** The key for a field of a further type: its own, unless it means something else on a type before. */
  keyFor(key: string, node: FieldNode): string;
}

/**
 * Response keys may mean different fields, or other arguments, on different object types. The planner joins the types of an
 * interface object in one fetch and takes two fields that differ in a null argument for one, so such a field is
 * fetched under a key of its own.
 */
export function createFetchedKeys(typeKey: string): FetchedKeys {
  const variants = new Map<string, { readonly fetchedKey: string; readonly node: FieldNode }[]>();
  return {
    keyFor(key, node) {
      const known = variants.get(key) ?? [];
      variants.set(key, known);
      const same = known.find((variant) => !conflicts(variant.node, node));
      if (same) return same.fetchedKey;
      const fetchedKey = known.length === 0 ? key : `${typeKey}${known.length}_${key}`;
      known.push({ fetchedKey, node });
      return fetchedKey;
    },
  };
}

/** The client's key behind a key under which a field was fetched. */
export function clientKey(fetchedKey: string, typeKey: string): string {
  return fetchedKey.startsWith(typeKey) ? fetchedKey.slice(typeKey.length).replace(/^\d+_/, '') : fetchedKey;
}

/** True when two fields of one response key, or fields below them, are not the same field with the same arguments. */
function conflicts(one: FieldNode, other: FieldNode): boolean {
  if (one.name.value !== other.name.value || argumentsOf(one) !== argumentsOf(other)) return true;
  const below = fieldsBelow(other.selectionSet?.selections ?? []);
  return fieldsBelow(one.selectionSet?.selections ?? []).some((field) =>
    below.some((counterpart) => keyOf(field) === keyOf(counterpart) && conflicts(field, counterpart)),
  );
}

function argumentsOf({ arguments: args }: FieldNode): string {
  return (args ?? [])
    .map((argument) => print(argument))
    .toSorted()
    .join(' ');
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function fieldsBelow(selections: readonly SelectionNode[]): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsBelow(selection.selectionSet.selections) : [];
  });
}
