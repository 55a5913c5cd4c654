import type { ForStatement, Statement } from '../ast.ts';
import type { Document } from '../../values/value.ts';
import type { CompileContext } from '../compile/context.ts';
import { indexConditions, wantedOrder } from '../compile/index-conditions.ts';
import type { QueryStore } from '../ports.ts';
import { chooseIndex, type IndexChoice } from '../run/index-choice.ts';
import { chooseHinted } from './index-hint.ts';
import { readIndex } from '../run/index-read.ts';
import type { Frame } from '../run/runtime.ts';
import type { Step } from '../run/step.ts';
import { explainIndex } from './explain-index.ts';
import { readOptions } from './options.ts';

export interface CollectionLoop extends Step {
  /** The same for a plan that is only explained. */
  isSortedIn(store: QueryStore): boolean;
  /** Whether the documents come in the order that the sort after the loop wants. */
  isSorted(frame: Frame): boolean;
}

/** A loop over a collection, by an index where the filters that follow allow it. */
export function forCollectionStep(
  statement: ForStatement,
  collection: string,
  options: { readonly following: readonly Statement[]; readonly context: CompileContext },
): CollectionLoop {
  const { following, context } = options;
  const isFirstLoop = !context.scopes.hasRows;
  const conditions = indexConditions(statement.variable.name, following, context);
  const order = isFirstLoop ? wantedOrder(statement.variable.name, following) : null;
  const known = ['indexHint', 'forceIndexHint', 'disableIndex', 'maxProjections', 'useCache', 'lookahead'];
  const readLoopOptions = readOptions(statement.options, context, known);
  context.scopes.open('for');
  const { slot } = context.declare(statement.variable);
  const state = {};

  const choose = (frame: Frame): IndexChoice | null => {
    const { stepState } = frame.runtime;
    const chosen = stepState.get(state) as IndexChoice | null | undefined;
    if (chosen !== undefined) return chosen;
    const indexes = frame.runtime.collection(collection).indexes();
    const choice = chooseHinted(indexes, readLoopOptions(frame), (some) =>
      chooseIndex(some, conditions, order),
    );
    stepState.set(state, choice);
    return choice;
  };
  const documents = (frame: Frame): Iterable<Document> => {
    const choice = choose(frame);
    const view = frame.runtime.collection(collection);
    if (choice === null) return view.scan();
    const reverse = choice.isSorted && (order?.isDescending ?? false);
    const read = readIndex(choice, view, { frame, reverse });
    return read ?? view.scan();
  };

  const explained = (store: QueryStore) =>
    chooseIndex(store.collection(collection)?.indexes() ?? [], conditions, order);

  return {
    isSorted: (frame) => choose(frame)?.isSorted ?? false,
    isSortedIn: (store) => explained(store)?.isSorted ?? false,
    *run(frame, input) {
      const { registers, runtime } = frame;
      const { stats } = runtime;
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        stats.cursorsCreated++;
        const source = documents(frame);
        const counter = choose(frame) === null ? 'scannedFull' : 'scannedIndex';
        for (const document of source) {
          runtime.tick();
          if (runtime.isPauseDue) yield 'pause';
          stats[counter]++;
          registers[slot] = document;
          yield 'row';
        }
      }
      return undefined;
    },
    explain: (store) => {
      const choice = explained(store);
      const outVariable = { name: statement.variable.name };
      if (choice === null) return [{ type: 'EnumerateCollectionNode', collection, outVariable }];
      return [
        {
          ...explainIndex(choice, collection),
          outVariable,
          ascending: !(choice.isSorted && (order?.isDescending ?? false)),
          isSorted: choice.isSorted,
        },
      ];
    },
  };
}
