import { toNumber } from '../../values/casts.ts';
import type { Expression } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Evaluate } from '../run/runtime.ts';
import { bm25, type Corpus, type Hit, tfidf } from './score.ts';
import { scoreSlotName } from './scored-variable.ts';

/** BM25 and TFIDF of the variable of a loop over a view; null for other calls. */
export function compileScore(node: Expression & { kind: 'call' }, context: CompileContext): Evaluate | null {
  if (node.name !== 'BM25' && node.name !== 'TFIDF') return null;
  const [variable, ...parameters] = node.args;
  const scored = variable?.kind === 'name' ? context.scopes.find(scoreSlotName(variable.name)) : null;
  if (scored === null) {
    throw parsingError(10, `${node.name}() needs the variable of a FOR over a view`);
  }
  context.read(scored);
  const [k, b] = parameters.map((parameter) => context.part(parameter));
  const { slot } = scored;
  return (frame) => {
    const { hits, corpus } = frame.registers[slot] as unknown as { hits: readonly Hit[]; corpus: Corpus }; // set by the loop
    if (node.name === 'TFIDF') return tfidf(hits, corpus);
    return bm25(
      hits,
      corpus,
      k === undefined ? 1.2 : toNumber(k(frame)),
      b === undefined ? 0.75 : toNumber(b(frame)),
    );
  };
}
