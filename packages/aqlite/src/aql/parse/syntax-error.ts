import { ArangoError } from '../../errors.ts';

const snippetLength = 32;

/** Error 1501 (or another found while parsing) with the position as 3.11 words it: line and column from 1. */
export function errorAt(text: string, at: number, message: string, errorNum = 1501): ArangoError {
  const { line, column } = positionOf(text, at);
  const rest = text.slice(at);
  const snippet = rest.length > snippetLength ? `${rest.slice(0, snippetLength)}...` : rest;
  return new ArangoError(
    errorNum,
    `AQL: ${message} near '${snippet}' at position ${line}:${column} (while parsing)`,
  );
}

export function positionOf(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let i = 0; i < at; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && code !== 13) continue;
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    line++;
    start = i + 1;
  }
  return { line, column: at - start + 1 };
}

/** An error found while parsing that 3.11 reports without a position. */
export function parsingError(errorNum: number, message: string): ArangoError {
  return new ArangoError(errorNum, `AQL: ${message} (while parsing)`);
}
