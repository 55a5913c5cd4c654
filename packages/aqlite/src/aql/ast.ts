/** The tree of a query as written: names are not resolved yet, nothing is folded. */
export interface Query {
  /** Collections of the leading WITH; null when there is none. */
  readonly with: readonly DataSource[] | null;
  readonly statements: readonly Statement[];
}

/** A name in the text that names a collection, a view or a bound one (`@@name`). */
export type DataSource =
  { readonly kind: 'name'; readonly name: string } | { readonly kind: 'dataBind'; readonly name: string };

/** A variable where it is declared; `at` is the offset in the text. */
export interface Declaration {
  readonly name: string;
  readonly at: number;
}

export type Statement =
  | ForStatement
  | TraversalStatement
  | PathStatement
  | { readonly kind: 'filter'; readonly condition: Expression }
  | { readonly kind: 'let'; readonly variable: Declaration; readonly value: Expression }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly offset: Expression | null; readonly count: Expression }
  | CollectStatement
  | WindowStatement
  | { readonly kind: 'return'; readonly distinct: boolean; readonly value: Expression }
  | ModificationStatement
  | UpsertStatement;

export interface ForStatement {
  readonly kind: 'for';
  readonly variable: Declaration;
  readonly source: Expression;
  readonly search: Expression | null;
  readonly options: Expression | null;
}

export type Direction = 'OUTBOUND' | 'INBOUND' | 'ANY';

export type GraphSource =
  | { readonly kind: 'graph'; readonly name: Expression }
  | {
      readonly kind: 'edges';
      readonly collections: readonly { readonly direction: Direction | null; readonly source: DataSource }[];
    };

export interface TraversalStatement {
  readonly kind: 'traversal';
  readonly variables: readonly Declaration[];
  readonly depth: Expression | null;
  readonly direction: Direction;
  readonly start: Expression;
  readonly graph: GraphSource;
  readonly prune: { readonly variable: Declaration | null; readonly condition: Expression } | null;
  readonly options: Expression | null;
}

export type PathSearch = 'SHORTEST_PATH' | 'ALL_SHORTEST_PATHS' | 'K_SHORTEST_PATHS' | 'K_PATHS';

export interface PathStatement {
  readonly kind: 'path';
  readonly search: PathSearch;
  readonly variables: readonly Declaration[];
  readonly depth: Expression | null;
  readonly direction: Direction;
  readonly from: Expression;
  readonly to: Expression;
  readonly graph: GraphSource;
  readonly options: Expression | null;
}

export interface SortKey {
  readonly value: Expression;
  /** null when the text names no direction. */
  readonly direction: 'ASC' | 'DESC' | Expression | null;
}

export interface Assignment {
  readonly variable: Declaration;
  readonly value: Expression;
}

export interface CollectStatement {
  readonly kind: 'collect';
  readonly groups: readonly Assignment[];
  readonly aggregates: readonly Assignment[];
  readonly into: { readonly variable: Declaration; readonly value: Expression | null } | null;
  readonly keep: readonly Declaration[] | null;
  readonly count: Declaration | null;
  readonly options: Expression | null;
}

export interface WindowStatement {
  readonly kind: 'window';
  /** null for a window of rows. */
  readonly range: Expression | null;
  readonly bounds: Expression;
  readonly aggregates: readonly Assignment[];
}

export interface ModificationStatement {
  readonly kind: 'insert' | 'update' | 'replace' | 'remove';
  readonly document: Expression;
  /** The part after WITH in UPDATE and REPLACE. */
  readonly patch: Expression | null;
  readonly collection: DataSource;
  readonly options: Expression | null;
}

export interface UpsertStatement {
  readonly kind: 'upsert';
  readonly search: Expression;
  readonly insert: Expression;
  readonly operation: 'update' | 'replace';
  readonly patch: Expression;
  readonly collection: DataSource;
  readonly options: Expression | null;
}

export type Quantifier = 'ALL' | 'ANY' | 'NONE' | { readonly atLeast: Expression };

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'IN' | 'NOT IN';

export type BinaryOperator =
  ComparisonOperator | '+' | '-' | '*' | '/' | '%' | 'AND' | 'OR' | '..' | 'LIKE' | 'NOT LIKE' | '=~' | '!~';

export type ObjectEntry =
  | { readonly kind: 'named'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'bound'; readonly bind: string; readonly value: Expression }
  | { readonly kind: 'computed'; readonly name: Expression; readonly value: Expression };

export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'bind'; readonly name: string }
  | { readonly kind: 'dataBind'; readonly name: string }
  | { readonly kind: 'attribute'; readonly target: Expression; readonly name: string }
  | { readonly kind: 'boundAttribute'; readonly target: Expression; readonly bind: string }
  | { readonly kind: 'index'; readonly target: Expression; readonly index: Expression }
  | ExpansionExpression
  | QuestionExpression
  /** A parenthesised expansion: what follows applies to its whole result. */
  | { readonly kind: 'group'; readonly value: Expression }
  /** Stands for the element in `body` of an expansion. */
  | { readonly kind: 'element' }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: '+' | '-' | 'NOT'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'quantified';
      readonly quantifier: Quantifier;
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'ternary';
      readonly condition: Expression;
      /** null in `condition ?: whenFalse`. */
      readonly whenTrue: Expression | null;
      readonly whenFalse: Expression;
    }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'subquery'; readonly query: Query };

export interface ExpansionExpression {
  readonly kind: 'expansion';
  readonly target: Expression;
  /** Number of stars: each after the first flattens once. */
  readonly levels: number;
  readonly filter: Expression | null;
  readonly limit: { readonly offset: Expression | null; readonly count: Expression } | null;
  readonly projection: Expression | null;
  /** What the text after `[*]` makes of each element, over `element`. */
  readonly body: Expression;
}

export interface QuestionExpression {
  readonly kind: 'question';
  readonly target: Expression;
  /** null asks for at least one; a number or a range counts the matches. */
  readonly quantifier: Quantifier | { readonly count: Expression } | null;
  readonly filter: Expression | null;
}
