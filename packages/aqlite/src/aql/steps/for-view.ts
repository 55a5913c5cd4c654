import { ArangoError } from '../../errors.ts';
import type { Document, Value } from '../../values/value.ts';
import type { ForStatement } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import { IndexedFields } from '../search/indexed-fields.ts';
import { CorpusCount, type Hit } from '../search/score.ts';
import { compileComparison } from '../search/search-comparison.ts';
import { compileSearch, type SearchTest } from '../search/search-condition.ts';
import { compileSearchCall } from '../search/search-functions.ts';
import { scoreSlotName } from '../search/scored-variable.ts';
import type { Frame } from '../run/runtime.ts';
import type { Pausing, Step } from '../run/step.ts';
import { readOptions } from './options.ts';

/** A loop over a view: its documents are read one by one and tested as the view's index would. */
export function forViewStep(statement: ForStatement, view: string, context: CompileContext): Step {
  const known = [
    'waitForSync',
    'collections',
    'conditionOptimization',
    'countApproximate',
    'parallelism',
    'filterOptimization',
  ];
  const optionsReader = readOptions(statement.options, context, known);
  context.scopes.open('for');
  const { slot } = context.declare(statement.variable);
  const scored = context.redeclare(scoreSlotName(statement.variable.name));
  const test = statement.search === null ? null : compileCondition(statement, context);
  return {
    *run(frame, input) {
      const { registers, runtime } = frame;
      const definition = runtime.store.view(view);
      if (definition === null) throw new ArangoError(1203, `collection or view not found: ${view}`);
      const fields = new IndexedFields(runtime.store, definition);
      const options = optionsReader(frame);
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        const collections = restricted(fields.collections, options('collections'));
        const { matches, corpus } = yield* search(frame, { fields, collections, test });
        for (const { document, hits } of matches) {
          runtime.tick();
          if (runtime.isPauseDue) yield 'pause';
          registers[slot] = document;
          registers[scored.slot] = { hits, corpus } as unknown as Value; // read by BM25 and TFIDF alone
          yield 'row';
        }
      }
      return undefined;
    },
    explain: () => [{ type: 'EnumerateViewNode', view, outVariable: { name: statement.variable.name } }],
  };
}

function compileCondition(statement: ForStatement, context: CompileContext): SearchTest | null {
  if (statement.search === null) return null;
  let conditions = 0;
  return compileSearch(statement.search, {
    context,
    variable: statement.variable.name,
    analyzer: null,
    boost: null,
    nextCondition: () => conditions++,
    compile: compileSearch,
    compileCall: compileSearchCall,
    compileComparison,
  });
}

function restricted(collections: readonly string[], wanted: Value): readonly string[] {
  return Array.isArray(wanted) ? collections.filter((name) => wanted.includes(name)) : collections;
}

interface Match {
  readonly document: Document;
  readonly hits: readonly Hit[];
}

function* search(
  frame: Frame,
  source: {
    readonly fields: IndexedFields;
    readonly collections: readonly string[];
    readonly test: SearchTest | null;
  },
): Pausing<{ readonly matches: readonly Match[]; readonly corpus: ReturnType<CorpusCount['corpus']> }> {
  const { fields, collections, test } = source;
  const count = new CorpusCount();
  const matches: Match[] = [];
  for (const name of collections) {
    for (const document of frame.runtime.collection(name).scan()) {
      frame.runtime.tick();
      if (frame.runtime.isPauseDue) yield 'pause';
      const hits: Hit[] = [];
      const isMatch = test === null || test({ frame, document, fields, hits });
      count.add(hits);
      if (isMatch) matches.push({ document, hits });
    }
  }
  frame.runtime.stats.scannedIndex += matches.length;
  return { matches, corpus: count.corpus() };
}
