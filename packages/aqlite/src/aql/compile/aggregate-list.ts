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
    if (value.kind !== 'call' || start === undefined) {
      throw parsingError(1574, 'invalid aggregate expression');
    }
    // only counting needs no value
    const least = value.name === 'COUNT' || value.name === 'LENGTH' ? 0 : 1;
    if (value.args.length < least || value.args.length > 1) {
      throw parsingError(
        1541,
        `invalid number of arguments for function '${value.name}()', expected number of arguments: minimum: ${least}, maximum: 1`,
      );
    }
    const [argument] = value.args;
    return {
      assignment,
      start,
      argument: argument === undefined ? () => null : context.rowExpression(argument),
    };
  });
}
