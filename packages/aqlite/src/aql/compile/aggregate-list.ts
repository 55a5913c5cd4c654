import type { Assignment } from '../ast.ts';
import { parsingError } from '../parse/syntax-error.ts';
import { type Aggregate, aggregates } from '../run/aggregates.ts';
import type { Evaluate } from '../run/runtime.ts';
import type { CompileContext } from './context.ts';

export interface CompiledAggregate {
  readonly assignment: Assignment;
  readonly start: () => Aggregate;
  readonly argument: Evaluate;
}

/** Compiles the list after AGGREGATE; each must be a call of an aggregate function with one argument. */
export function compileAggregates(
  assignments: readonly Assignment[],
  context: CompileContext,
): readonly CompiledAggregate[] {
  return assignments.map((assignment) => {
    const { value } = assignment;
    const start = value.kind === 'call' ? aggregates.get(value.name) : undefined;
    const argument = value.kind === 'call' ? value.args[0] : undefined;
    if (value.kind !== 'call' || start === undefined) {
      throw parsingError(1574, 'invalid aggregate expression');
    }
    if (argument === undefined || value.args.length > 1) {
      throw parsingError(
        1541,
        `invalid number of arguments for function '${value.name}()', expected number of arguments: minimum: 1, maximum: 1`,
      );
    }
    return { assignment, start, argument: context.expression(argument) };
  });
}
