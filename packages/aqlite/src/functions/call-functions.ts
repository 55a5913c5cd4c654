import { ArangoError } from '../errors.ts';
import { isArray } from '../values/casts.ts';
import type { Value } from '../values/value.ts';
import { defineVolatile, invalidArgument, wrongArgument } from './define.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

/** CALL and APPLY, which find the function by its name at run time. */
export function callFunctions(
  find: (name: string) => FunctionDefinition | undefined,
): readonly FunctionDefinition[] {
  const callNamed = (name: Value, args: readonly Value[], context: FunctionContext): Value => {
    if (typeof name !== 'string') throw wrongArgument('CALL');
    const definition = find(name.toUpperCase());
    if (definition === undefined) throw new ArangoError(1540, `usage of unknown function '${name}()'`);
    if (args.length < definition.minArgs || args.length > definition.maxArgs) {
      throw new ArangoError(1541, `invalid number of arguments for function '${definition.name}()'`);
    }
    return definition.call(args, context);
  };
  return [
    defineVolatile('CALL', [1, Infinity], ([name = null, ...args], context) =>
      callNamed(name, args, context),
    ),
    defineVolatile('APPLY', [1, 2], ([name = null, args = []], context) =>
      isArray(args) ? callNamed(name, args, context) : invalidArgument(context, 'APPLY'),
    ),
  ];
}
