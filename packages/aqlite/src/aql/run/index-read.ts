import { compareValues } from '../../values/compare.ts';
import type { Document, Value } from '../../values/value.ts';
import type { CollectionView, IndexRange } from '../ports.ts';
import type { IndexChoice } from './index-choice.ts';
import type { Frame } from './runtime.ts';

const none: readonly Document[] = [];

/** The documents that the chosen index gives; null when it cannot serve the values after all. */
export function readIndex(
  choice: IndexChoice,
  collection: CollectionView,
  options: { readonly frame: Frame; readonly reverse: boolean },
): Iterable<Document> | null {
  const { index, equalities } = choice;
  const { frame } = options;
  const candidates = equalities.map(({ operator, value }) => {
    const known = value(frame);
    return operator === 'IN' ? membersOf(known) : [known];
  });
  switch (index.type) {
    case 'primary':
      return readPrimary(collection, choice, candidates[0] ?? []);
    case 'edge': {
      const from = equalities[0]?.field === '_from';
      return chain((candidates[0] ?? []).map((id) => readEdges(collection, id, from)));
    }
    case 'persistent':
    case 'ttl': {
      const range = rangeOf(choice, frame);
      if (
        index.sparse &&
        (candidates.some((values) => values.includes(null)) || range?.lower?.value === null)
      ) {
        return null;
      }
      return chain(combinations(candidates).map((values) => index.lookup(values, range, options.reverse)));
    }
    case 'inverted':
      return null;
    default:
      return index.type satisfies never;
  }
}

/** The values of IN in their order, each once. */
function membersOf(value: Value): readonly Value[] {
  if (!Array.isArray(value)) return [];
  const sorted = (value as readonly Value[]).toSorted(compareValues);
  return sorted.filter((item, i) => i === 0 || compareValues(sorted[i - 1] ?? null, item) !== 0);
}

function readPrimary(
  collection: CollectionView,
  choice: IndexChoice,
  values: readonly Value[],
): readonly Document[] {
  const byId = choice.equalities[0]?.field === '_id';
  const prefix = `${collection.name}/`;
  return values.flatMap((value) => {
    if (typeof value !== 'string' || (byId && !value.startsWith(prefix))) return [];
    const document = collection.get(byId ? value.slice(prefix.length) : value);
    return document === null ? [] : [document];
  });
}

function readEdges(collection: CollectionView, id: Value, from: boolean): Iterable<Document> {
  if (typeof id !== 'string') return none;
  return from ? collection.edgesFrom(id) : collection.edgesTo(id);
}

function rangeOf({ lower, upper }: IndexChoice, frame: Frame): IndexRange | undefined {
  if (lower === null && upper === null) return undefined;
  return {
    ...(lower !== null && { lower: { value: lower.value(frame), inclusive: lower.operator === '>=' } }),
    ...(upper !== null && { upper: { value: upper.value(frame), inclusive: upper.operator === '<=' } }),
  };
}

function combinations(candidates: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  return candidates.reduce<readonly (readonly Value[])[]>(
    (prefixes, values) => prefixes.flatMap((prefix) => values.map((value) => [...prefix, value])),
    [[]],
  );
}

function chain(parts: readonly Iterable<Document>[]): Iterable<Document> {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : chained(parts);
}

function* chained(parts: readonly Iterable<Document>[]): Generator<Document> {
  for (const part of parts) yield* part;
}
