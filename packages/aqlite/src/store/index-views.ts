import type { IndexRange, IndexView } from '../aql/ports.ts';
import type { Document, Value } from '../values/value.ts';
import type { Collection } from './collection.ts';
import type { IndexDefinition } from './index-definition.ts';
import type { SortedIndex } from './sorted-index.ts';

type Lookup = (
  index: SortedIndex,
  equalities: readonly Value[],
  options: { readonly range?: IndexRange | undefined; readonly reverse: boolean },
) => Iterable<Document>;

const none: readonly Document[] = [];

/** All indexes of a collection as a query sees them: primary, edge, then the others by age. */
export function indexViews(collection: Collection, lookup: Lookup): readonly IndexView[] {
  const sorted = new Map([...collection.sortedIndexes()].map((index) => [index.definition.id, index]));
  return [
    builtIn('0', 'primary', ['_key']),
    ...(collection.type === 'edge' ? [builtIn('1', 'edge', ['_from', '_to'])] : []),
    ...collection.definitions().map((definition) => {
      const index = sorted.get(definition.id);
      return {
        ...described(definition),
        selectivityEstimate: index === undefined ? null : selectivity(index, collection),
        lookup: (equalities: readonly Value[], range?: IndexRange, reverse = false) =>
          index === undefined ? none : lookup(index, equalities, { range, reverse }),
      };
    }),
  ];
}

function builtIn(number: string, type: 'primary' | 'edge', fields: readonly string[]): IndexView {
  return {
    id: number,
    name: type,
    type,
    fields,
    unique: type === 'primary',
    sparse: false,
    storedValues: [],
    selectivityEstimate: type === 'primary' ? 1 : null,
    lookup: () => none,
  };
}

function described(definition: IndexDefinition): Omit<IndexView, 'lookup' | 'selectivityEstimate'> {
  const { id, name, type, fields, unique, sparse, storedValues } = definition;
  return { id, name, type, fields, unique, sparse, storedValues };
}

/** Unique indexes alone are known to be selective; others are not measured. */
function selectivity(index: SortedIndex, collection: Collection): number | null {
  return index.definition.unique || collection.size <= 1 ? 1 : null;
}
