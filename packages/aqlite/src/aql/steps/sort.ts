import { ArangoError } from '../../errors.ts';
import { compareValues } from '../../values/compare.ts';
import type { Value } from '../../values/value.ts';
import type { SortKey } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import { restoreRow, type SavedRow, saveRow } from '../run/rows.ts';
import type { Frame } from '../run/runtime.ts';
import { sortedGivingWay } from '../run/sorted-giving-way.ts';
import type { Step } from '../run/step.ts';
import type { CollectionLoop } from './for-collection.ts';

interface KeyedRow {
  readonly keys: readonly Value[];
  readonly row: SavedRow;
}

/** Sorts all rows, equal ones in the order they came; nothing to do when the loop before gives them in order. */
export function sortStep(
  keys: readonly SortKey[],
  context: CompileContext,
  loop: CollectionLoop | null,
): Step {
  const compiled = keys
    .filter(({ value }) => value.kind !== 'literal')
    .map(({ value, direction }) => ({
      evaluate: context.rowExpression(value),
      direction: compileDirection(direction, context),
    }));
  const slots = context.scopes.ofQuery().map(({ slot }) => slot);
  return {
    *run(frame, input) {
      if (compiled.length === 0 || loop?.isSorted(frame) === true) return yield* input;
      const signs = compiled.map(({ direction }) => direction(frame));
      const rows: KeyedRow[] = [];
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        rows.push({ keys: compiled.map(({ evaluate }) => evaluate(frame)), row: saveRow(frame, slots) });
      }
      const { runtime } = frame;
      for (const { row } of yield* sortedGivingWay(rows, byKeys(signs), runtime)) {
        runtime.tick();
        if (runtime.isPauseDue) yield 'pause';
        restoreRow(frame, slots, row);
        yield 'row';
      }
      return undefined;
    },
    explain: (store) =>
      compiled.length === 0 || loop?.isSortedIn(store) === true ? [] : [{ type: 'SortNode' }],
  };
}

function byKeys(signs: readonly number[]): (left: KeyedRow, right: KeyedRow) => number {
  return (left, right) => {
    for (let i = 0; i < signs.length; i++) {
      const order = compareValues(left.keys[i] ?? null, right.keys[i] ?? null);
      if (order !== 0) return order * (signs[i] ?? 1);
    }
    return 0;
  };
}

function compileDirection(
  direction: SortKey['direction'],
  context: CompileContext,
): (frame: Frame) => number {
  if (direction === null || direction === 'ASC') return () => 1;
  if (direction === 'DESC') return () => -1;
  const evaluate = context.expression(direction);
  return (frame) => {
    const value = evaluate(frame);
    const word = typeof value === 'string' ? value.toUpperCase() : value;
    if (word === 'ASC' || word === true) return 1;
    if (word === 'DESC' || word === false) return -1;
    throw new ArangoError(1501, 'AQL: syntax error, expecting ASC or DESC as sort direction (while parsing)');
  };
}
