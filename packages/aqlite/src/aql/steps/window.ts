import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import type { WindowStatement } from '../ast.ts';
import { attributeOf } from '../compile/access.ts';
import { compileAggregates, type CompiledAggregate } from '../compile/aggregate-list.ts';
import type { CompileContext } from '../compile/context.ts';
import { parsingError } from '../parse/syntax-error.ts';
import { restoreRow, saveRow } from '../run/rows.ts';
import type { Step } from '../run/step.ts';
import { type Extents, rangeExtents, rowExtents, type WindowRow } from './window-extents.ts';

/** Aggregates over the rows around each row, by their number or by a value that is then also their order. */
export function windowStep(statement: WindowStatement, context: CompileContext): Step {
  const range = statement.range === null ? null : context.rowExpression(statement.range);
  const bounds = context.analysed(statement.bounds);
  if (bounds.usage.slots.size > 0) {
    throw parsingError(1575, 'query options must be readable at query compile time');
  }
  const aggregates = compileAggregates(statement.aggregates, context);
  const slots = context.scopes.ofQuery().map(({ slot }) => slot);
  const targets = aggregates.map(({ assignment }) => context.declare(assignment.variable).slot);
  return {
    *run(frame, input) {
      const limits = boundsOf(bounds.evaluate(frame));
      const rows: WindowRow[] = [];
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        rows.push({
          at: range === null ? null : range(frame),
          values: aggregates.map(({ argument }) => argument(frame)),
          row: saveRow(frame, slots),
        });
      }
      const warn = (code: number, message: string) => {
        frame.runtime.warn(code, message);
      };
      const { order, extents } = range === null ? rowExtents(rows, limits) : rangeExtents(rows, limits, warn);
      const results = slide(order, extents, aggregates, () => frame.runtime.tick());
      for (const [i, { row }] of order.entries()) {
        if (frame.runtime.isPauseDue) yield 'pause';
        const values = results(i);
        restoreRow(frame, slots, row);
        for (const [j, slot] of targets.entries()) frame.registers[slot] = values[j] ?? null;
        yield 'row';
      }
      return undefined;
    },
    explain: () => [{ type: 'WindowNode' }],
  };
}

function boundsOf(value: Value): { readonly preceding: Value; readonly following: Value } {
  const preceding = attributeOf(value, 'preceding');
  const following = attributeOf(value, 'following');
  if (preceding === null && following === null) {
    throw new ArangoError(
      10,
      "AQL: At least one WINDOW bound must be specified ('preceding'/'following') (while parsing)",
    );
  }
  return { preceding, following };
}

/** The aggregates of each window; one that begins where the last began grows instead of starting again. */
function slide(
  rows: readonly WindowRow[],
  extents: Extents,
  aggregates: readonly CompiledAggregate[],
  tick: () => void,
): (i: number) => readonly Value[] {
  let running = aggregates.map(({ start }) => start());
  let from = 0;
  let end = 0;
  let current = -1;
  let results: readonly Value[] = [];
  return (i) => {
    if (i === current) return results;
    current = i;
    const extent = extents(i);
    if (extent === null) return (results = aggregates.map(({ start }) => start().result()));
    if (extent.from !== from || extent.end < end) {
      running = aggregates.map(({ start }) => start());
      from = extent.from;
      end = extent.from;
    }
    for (; end < extent.end; end++) {
      tick();
      const { values } = rows[end] as WindowRow; // extents stay inside the rows
      for (let j = 0; j < running.length; j++) running[j]?.add(values[j] ?? null);
    }
    return (results = running.map((aggregate) => aggregate.result()));
  };
}
