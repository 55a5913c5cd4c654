/** A value of AQL; documents are plain objects, with or without a prototype. */
export type Value = null | boolean | number | string | readonly Value[] | Document;

/** An object value; stored documents carry `_key`, `_id`, `_rev`, edges also `_from` and `_to`. Never changed in place. */
export interface Document {
  readonly [attribute: string]: Value;
}
