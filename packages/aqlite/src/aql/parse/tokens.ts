export type TokenKind =
  'name' | 'keyword' | 'string' | 'integer' | 'number' | 'bind' | 'dataBind' | 'punctuation' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The name, the upper-case keyword, the unescaped string, the sign. */
  readonly text: string;
  readonly value: number;
  readonly at: number;
  /** True for a name in backticks or forward ticks, which is never a keyword. */
  readonly quoted: boolean;
}

/** Reserved words with the name that 3.11's messages give them. */
export const keywords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    FOR: 'FOR declaration',
    LET: 'LET declaration',
    FILTER: 'FILTER declaration',
    RETURN: 'RETURN declaration',
    COLLECT: 'COLLECT declaration',
    SORT: 'SORT declaration',
    LIMIT: 'LIMIT declaration',
    WINDOW: 'WINDOW declaration',
    ASC: 'ASC keyword',
    DESC: 'DESC keyword',
    IN: 'IN keyword',
    WITH: 'WITH keyword',
    INTO: 'INTO keyword',
    AGGREGATE: 'AGGREGATE keyword',
    GRAPH: 'GRAPH keyword',
    SHORTEST_PATH: 'SHORTEST_PATH keyword',
    K_SHORTEST_PATHS: 'K_SHORTEST_PATHS keyword',
    K_PATHS: 'K_PATHS keyword',
    ALL_SHORTEST_PATHS: 'ALL_SHORTEST_PATHS keyword',
    DISTINCT: 'DISTINCT modifier',
    REMOVE: 'REMOVE command',
    INSERT: 'INSERT command',
    UPDATE: 'UPDATE command',
    REPLACE: 'REPLACE command',
    UPSERT: 'UPSERT command',
    NULL: 'null',
    TRUE: 'true',
    FALSE: 'false',
    LIKE: 'like operator',
    NOT: 'not operator',
    AND: 'and operator',
    OR: 'or operator',
    OUTBOUND: 'outbound modifier',
    INBOUND: 'inbound modifier',
    ANY: 'any modifier',
    ALL: 'all modifier',
    NONE: 'none modifier',
  }),
);

const punctuationNames: Readonly<Record<string, string>> = {
  '=': 'assignment',
  '=~': '~= operator',
  '!~': '~! operator',
  '!': 'not operator',
  '&&': 'and operator',
  '||': 'or operator',
  '==': '== operator',
  '!=': '!= operator',
  '<': '< operator',
  '>': '> operator',
  '<=': '<= operator',
  '>=': '>= operator',
  '+': '+ operator',
  '-': '- operator',
  '*': '* operator',
  '/': '/ operator',
  '%': '% operator',
  '?': '?',
  ':': ':',
  '::': '::',
  '..': '..',
  '.': '.',
  ',': ',',
  '(': '(',
  ')': ')',
  '{': '{',
  '}': '}',
  '[': '[',
  ']': ']',
};

/** The token's name in a message such as `syntax error, unexpected FOR declaration`. */
export function nameOfToken(token: Token): string {
  switch (token.kind) {
    case 'name':
      return 'identifier';
    case 'keyword':
      return keywords.get(token.text) ?? token.text;
    case 'string':
      return 'quoted string';
    case 'integer':
      return 'integer number';
    case 'number':
      return 'number';
    case 'bind':
      return 'bind parameter';
    case 'dataBind':
      return 'bind data source parameter';
    case 'end':
      return 'end of query string';
    case 'punctuation':
      return punctuationNames[token.text] ?? token.text;
    default:
      return token.kind satisfies never;
  }
}
