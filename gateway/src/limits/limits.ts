/** What one operation may ask. All are checked before anything runs. */
export interface OperationLimits {
  /** Levels of fields below the operation. */
  readonly maxDepth: number;
  /** Fields under another name than their own, fragments written out. */
  readonly maxAliases: number;
  /** Fields of the root type, fragments written out. */
  readonly maxRootFields: number;
  /** Lexical tokens of the document. */
  readonly maxTokens: number;
  /** Selections after fragments and abstract types are written out. */
  readonly maxSelections: number;
  /** Largest `first` of an argument whose description names no limit. */
  readonly maxPageSize: number;
  /** Items that all pages of an operation may hold together, pages inside pages multiplied. */
  readonly maxNodes: number;
  /** Bytes of a request. */
  readonly maxBodyBytes: number;
}

export const defaultLimits: OperationLimits = {
  maxDepth: 20,
  maxAliases: 50,
  maxRootFields: 20,
  maxTokens: 4_000,
  maxSelections: 20_000,
  maxPageSize: 100,
  maxNodes: 50_000,
  maxBodyBytes: 262_144,
};
