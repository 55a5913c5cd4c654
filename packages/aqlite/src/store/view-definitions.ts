import type { ViewDefinition, ViewLink } from '../aql/ports.ts';
import { ArangoError } from '../errors.ts';
import { isArray, isDocument, toStringValue } from '../values/casts.ts';
import { mergeDocuments } from '../values/merge.ts';
import type { Document, Value } from '../values/value.ts';
import type { IndexDefinition } from './index-definition.ts';

/** A view as it is stored: its properties as clients set them. */
export interface StoredView {
  readonly id: string;
  readonly name: string;
  readonly type: 'arangosearch' | 'search-alias';
  readonly properties: Document;
}

export function readView(body: Document, id: string): StoredView {
  const { name, type, ...properties } = body;
  if (typeof name !== 'string' || name === '') throw new ArangoError(1208);
  if (type !== 'arangosearch' && type !== 'search-alias') throw new ArangoError(10, 'invalid view type');
  return { id, name, type, properties };
}

/** New properties of a view: all of them, or links and indexes changed one by one. */
export function changeView(view: StoredView, body: Document, partial: boolean): StoredView {
  if (!partial) return { ...view, properties: body };
  if (view.type === 'search-alias' && isArray(body['indexes'])) {
    return { ...view, properties: { ...view.properties, indexes: changedIndexes(view, body['indexes']) } };
  }
  const properties = mergeDocuments(view.properties, body, { recursive: true, keepNull: false });
  return { ...view, properties };
}

function changedIndexes(view: StoredView, changes: readonly Value[]): Value {
  const known = isArray(view.properties['indexes']) ? view.properties['indexes'] : [];
  const nameOf = (entry: Value): string =>
    isDocument(entry) ? JSON.stringify([entry['collection'], entry['index']]) : '';
  const touched = new Set(changes.map(nameOf));
  const added = changes.filter((entry) => isDocument(entry) && entry['operation'] !== 'del');
  return [
    ...known.filter((entry) => !touched.has(nameOf(entry))),
    ...added.map((entry) =>
      isDocument(entry) ? { collection: entry['collection'] ?? null, index: entry['index'] ?? null } : entry,
    ),
  ];
}

/** What a view indexes of each collection; `indexOf` finds the inverted indexes of a search-alias view. */
export function definitionOf(
  view: StoredView,
  indexOf: (collection: string, index: string) => IndexDefinition | null,
): ViewDefinition {
  const { name, type } = view;
  return {
    name,
    type,
    links: type === 'arangosearch' ? linksOf(view.properties) : aliasLinks(view.properties, indexOf),
  };
}

function textsIn(value: Value | undefined): readonly string[] {
  return isArray(value) ? value.filter((member) => typeof member === 'string') : [];
}

function linksOf(properties: Document): readonly ViewLink[] {
  const links = properties['links'];
  if (!isDocument(links)) return [];
  return Object.entries(links)
    .filter((entry): entry is [string, Document] => isDocument(entry[1]))
    .map(([collection, link]) => {
      const own = textsIn(link['analyzers']);
      const analyzers = own.length === 0 ? ['identity'] : own;
      return {
        collection,
        includeAllFields: link['includeAllFields'] === true,
        analyzers,
        fields: fieldsOf(link, '', analyzers),
      };
    });
}

function fieldsOf(link: Document, prefix: string, inherited: readonly string[]): ViewLink['fields'] {
  const fields = link['fields'];
  if (!isDocument(fields)) return [];
  return Object.entries(fields).flatMap(([name, field]) => {
    if (!isDocument(field)) return [];
    const own = textsIn(field['analyzers']);
    const analyzers = own.length === 0 ? inherited : own;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [{ path, analyzers }, ...fieldsOf(field, path, analyzers)];
  });
}

function aliasLinks(
  properties: Document,
  indexOf: (collection: string, index: string) => IndexDefinition | null,
): readonly ViewLink[] {
  const indexes = properties['indexes'];
  if (!isArray(indexes)) return [];
  return indexes.flatMap((entry) => {
    if (!isDocument(entry)) return [];
    const [collection, index] = [entry['collection'], entry['index']];
    if (typeof collection !== 'string' || typeof index !== 'string') return [];
    const definition = indexOf(collection, index);
    if (definition === null) throw new ArangoError(1212, `index '${index}' of '${collection}' not found`);
    return [invertedLink(collection, definition.inverted ?? {})];
  });
}

function invertedLink(collection: string, index: Document): ViewLink {
  const analyzers = [typeof index['analyzer'] === 'string' ? index['analyzer'] : 'identity'];
  const fields = isArray(index['fields']) ? index['fields'] : [];
  return {
    collection,
    includeAllFields: index['includeAllFields'] === true,
    analyzers,
    fields: fields.map((field) => {
      if (!isDocument(field)) return { path: toStringValue(field), analyzers };
      const own = field['analyzer'];
      return {
        path: toStringValue(field['name'] ?? null),
        analyzers: typeof own === 'string' ? [own] : analyzers,
      };
    }),
  };
}
