import { compareValues } from '../../values/compare.ts';
import type { Document, Value } from '../../values/value.ts';
import { attributeOf } from '../compile/access.ts';
import type { Analyzer, QueryStore, ViewDefinition, ViewLink } from '../ports.ts';

/** What a view holds of one field of a document under one analyzer. */
export interface IndexedField {
  /** For each value of the field (an array has several) its tokens, or the value itself when it is no string. */
  readonly values: readonly (readonly Value[])[];
}

const nothing: IndexedField = { values: [] };

/** Reads documents as a view indexes them; tokens are kept for as long as the document lives. */
export class IndexedFields {
  readonly #store: QueryStore;
  readonly #links: ReadonlyMap<string, ViewLink>;
  readonly #infersAnalyzers: boolean;
  readonly #analyzers = new Map<string, Analyzer | null>();

  constructor(store: QueryStore, view: ViewDefinition) {
    this.#store = store;
    this.#links = new Map(view.links.map((link) => [link.collection, link]));
    this.#infersAnalyzers = view.type === 'search-alias';
  }

  get collections(): readonly string[] {
    return [...this.#links.keys()];
  }

  /** `analyzer` null: the one that the index names in a search-alias view, else identity. */
  read(document: Document, path: string, analyzer: string | null): IndexedField {
    const id = document['_id'];
    const link = typeof id === 'string' ? this.#links.get(id.slice(0, id.indexOf('/'))) : undefined;
    if (link === undefined) return nothing;
    const names = analyzersOf(link, path);
    const chosen = analyzer ?? (this.#infersAnalyzers ? (names[0] ?? 'identity') : 'identity');
    if (!names.includes(chosen)) return nothing;
    const value = path.split('.').reduce<Value>(attributeOf, document);
    return this.#analyse(document, { path, analyzer: chosen, value });
  }

  analyzer(name: string): Analyzer | null {
    const known = this.#analyzers.get(name);
    if (known !== undefined) return known;
    const found = this.#store.analyzer(name);
    this.#analyzers.set(name, found);
    return found;
  }

  #analyse(
    document: Document,
    field: { readonly path: string; readonly analyzer: string; readonly value: Value },
  ): IndexedField {
    const key = `${field.analyzer}\u0000${field.path}`;
    let known = analysed.get(document);
    if (known === undefined) analysed.set(document, (known = new Map()));
    const before = known.get(key);
    if (before !== undefined) return before;
    const { value } = field;
    const members = Array.isArray(value) ? (value as readonly Value[]) : [value];
    const result = { values: members.map((member) => this.#tokens(member, field.analyzer)) };
    known.set(key, result);
    return result;
  }

  #tokens(value: Value, analyzer: string): readonly Value[] {
    if (typeof value !== 'string' || analyzer === 'identity') return [value];
    return this.analyzer(analyzer)?.tokens(value) ?? [];
  }
}

const analysed = new WeakMap<Document, Map<string, IndexedField>>();

function analyzersOf(link: ViewLink, path: string): readonly string[] {
  const named = link.fields.find((field) => field.path === path);
  if (named !== undefined) return named.analyzers.length > 0 ? named.analyzers : link.analyzers;
  return link.includeAllFields ? link.analyzers : [];
}

/** How many tokens of the field pass, and how many it has. */
export function countTokens(
  field: IndexedField,
  passes: (token: Value) => boolean,
): { readonly found: number; readonly length: number } {
  let found = 0;
  let length = 0;
  for (const tokens of field.values) {
    length += tokens.length;
    for (const token of tokens) if (passes(token)) found++;
  }
  return { found, length };
}

/** How often the words follow each other in the field. */
export function countPhrase(field: IndexedField, words: readonly (Value | Gap)[]): number {
  let found = 0;
  for (const tokens of field.values) {
    for (let start = 0; start < tokens.length; start++) {
      if (matchesAt(tokens, start, words)) found++;
    }
  }
  return words.length === 0 ? 0 : found;
}

/** A number of words between two parts of a phrase. */
export interface Gap {
  readonly gap: number;
}

function matchesAt(tokens: readonly Value[], start: number, words: readonly (Value | Gap)[]): boolean {
  let at = start;
  for (const word of words) {
    if (isGap(word)) {
      at += word.gap;
      continue;
    }
    if (at >= tokens.length || compareValues(tokens[at] ?? null, word) !== 0) return false;
    at++;
  }
  return true;
}

function isGap(word: Value | Gap): word is Gap {
  return word !== null && typeof word === 'object' && 'gap' in word;
}
