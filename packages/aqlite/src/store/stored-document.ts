import type { Document } from '../values/value.ts';

/** One version of a document; an update makes a new one with the same sequence. */
export interface StoredDocument {
  readonly key: string;
  readonly document: Document;
  /** Grows with each insertion: the order of a scan. */
  readonly sequence: number;
}
