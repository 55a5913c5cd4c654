import { ArangoError } from '../../errors.ts';
import type { DataSource, Declaration, Query } from '../ast.ts';
import { errorAt } from './syntax-error.ts';
import { nameOfToken, type Token } from './tokens.ts';

const deepest = 500;

/** The parser's place in the text. */
export class TokenStream {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;
  /** Parses a subquery; held here because expressions and statements contain each other. */
  readonly parseStatements: (stream: TokenStream) => Query;

  constructor(text: string, tokens: readonly Token[], parseStatements: (stream: TokenStream) => Query) {
    this.text = text;
    this.#tokens = tokens;
    this.parseStatements = parseStatements;
  }

  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#position + ahead, last)] as Token; // ended by `end`
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#position++;
    return token;
  }

  isSign(sign: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'punctuation' && token.text === sign;
  }

  isKeyword(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'keyword' && token.text === word;
  }

  /** True for a contextual word such as OPTIONS, which is an ordinary name elsewhere. */
  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && !token.quoted && token.text.toUpperCase() === word;
  }

  acceptSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.#position++;
    return true;
  }

  acceptKeyword(word: string): boolean {
    if (!this.isKeyword(word)) return false;
    this.#position++;
    return true;
  }

  acceptWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.#position++;
    return true;
  }

  expectSign(sign: string): void {
    if (!this.acceptSign(sign)) throw this.unexpected(sign);
  }

  expectKeyword(word: string): void {
    if (!this.acceptKeyword(word))
      throw this.unexpected(nameOfToken({ ...this.peek(), kind: 'keyword', text: word }));
  }

  name(): Token {
    const token = this.peek();
    if (token.kind !== 'name') throw this.unexpected('identifier');
    this.#position++;
    return token;
  }

  declaration(): Declaration {
    const { text, at } = this.name();
    return { name: text, at };
  }

  dataSource(): DataSource {
    const token = this.peek();
    if (token.kind !== 'name' && token.kind !== 'dataBind') {
      throw this.unexpected('identifier or bind data source parameter');
    }
    this.#position++;
    return token.kind === 'name'
      ? { kind: 'name', name: token.text }
      : { kind: 'dataBind', name: token.text };
  }

  unexpected(expected?: string, token: Token = this.peek()): ArangoError {
    const wanted = expected === undefined ? '' : `, expecting ${expected}`;
    return errorAt(this.text, token.at, `syntax error, unexpected ${nameOfToken(token)}${wanted}`);
  }

  /** Guards the stack: the parser and all that walks the tree may recurse as deep as the tree is. */
  nested<T>(parse: () => T): T {
    this.deepen(1);
    const result = parse();
    this.#depth--;
    return result;
  }

  /** Counts `levels` more of depth where a chain grows the tree without recursion; a negative number gives them back. */
  deepen(levels: number): void {
    this.#depth += levels;
    if (this.#depth > deepest) {
      throw new ArangoError(1524, 'AQL: too much nesting or too many objects (while parsing)');
    }
  }
}
