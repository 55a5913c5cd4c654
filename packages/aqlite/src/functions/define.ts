import { ArangoError } from '../errors.ts';
import type { Value } from '../values/value.ts';
import type { FunctionContext, FunctionDefinition } from './registry-types.ts';

type Call = (args: readonly Value[], context: FunctionContext) => Value;

/** A function whose result depends on its arguments alone; `arity` is [least, most] number of arguments. */
export function define(
  name: string,
  arity: readonly [least: number, most: number],
  call: Call,
): FunctionDefinition {
  return { name, minArgs: arity[0], maxArgs: arity[1], deterministic: true, call };
}

/** A function that may answer differently each time. */
export function defineVolatile(
  name: string,
  arity: readonly [least: number, most: number],
  call: Call,
): FunctionDefinition {
  return { ...define(name, arity, call), deterministic: false };
}

export function alias(name: string, original: FunctionDefinition): FunctionDefinition {
  return { ...original, name };
}

/** Warning 1542 and the answer null, as 3.11 answers arguments of the wrong type. */
export function invalidArgument(context: FunctionContext, name: string): null {
  context.warn(1542, `invalid argument type in call to function '${name}()'`);
  return null;
}

/** Error 1542, which ends the query where 3.11 does not leave it at a warning. */
export function wrongArgument(name: string): ArangoError {
  return new ArangoError(1542, `invalid argument type in call to function '${name}()'`);
}

/** Warning 1563 and the answer null. */
export function arrayExpected(context: FunctionContext): null {
  context.warn(1563, 'array expected');
  return null;
}
