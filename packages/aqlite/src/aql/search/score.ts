/** A condition that a document met: how often, in a field of how many tokens. */
export interface Hit {
  readonly condition: string;
  readonly frequency: number;
  readonly length: number;
  readonly boost: number;
}

/** What the view holds in all, as the scores weigh it. */
export interface Corpus {
  readonly documents: number;
  /** By condition: documents that meet it, and the mean number of tokens of their field. */
  readonly conditions: ReadonlyMap<string, { readonly documents: number; readonly length: number }>;
}

/** Okapi BM25 (Robertson and Zaragoza 2009) with the idf that never falls below 0. */
export function bm25(hits: readonly Hit[], corpus: Corpus, k = 1.2, b = 0.75): number {
  return sumOf(hits, ({ condition, frequency, length, boost }) => {
    const seen = corpus.conditions.get(condition);
    if (seen === undefined) return 0;
    const idf = Math.log(1 + (corpus.documents - seen.documents + 0.5) / (seen.documents + 0.5));
    const norm = k * (1 - b + (b * length) / Math.max(seen.length, 1));
    return (boost * idf * (frequency * (k + 1))) / (frequency + norm);
  });
}

/** Term frequency times inverse document frequency, without length normalisation. */
export function tfidf(hits: readonly Hit[], corpus: Corpus): number {
  return sumOf(hits, ({ condition, frequency, boost }) => {
    const seen = corpus.conditions.get(condition)?.documents ?? 0;
    return boost * Math.sqrt(frequency) * (1 + Math.log((corpus.documents + 1) / (seen + 1)));
  });
}

function sumOf(hits: readonly Hit[], score: (hit: Hit) => number): number {
  return hits.reduce((sum, hit) => sum + score(hit), 0);
}

/** Counts over all documents what each condition meets. */
export class CorpusCount {
  #documents = 0;
  readonly #conditions = new Map<string, { documents: number; tokens: number }>();

  add(hits: readonly Hit[]): void {
    this.#documents++;
    for (const { condition, length } of hits) {
      const seen = this.#conditions.get(condition) ?? { documents: 0, tokens: 0 };
      seen.documents++;
      seen.tokens += length;
      this.#conditions.set(condition, seen);
    }
  }

  corpus(): Corpus {
    const conditions = [...this.#conditions].map(
      ([condition, { documents, tokens }]) => [condition, { documents, length: tokens / documents }] as const,
    );
    return { documents: this.#documents, conditions: new Map(conditions) };
  }
}
