import { notImplemented } from '../../errors.ts';
import { functions } from '../../functions/registry.ts';
import type { Value } from '../../values/value.ts';
import type { DataSource, Expression } from '../ast.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Evaluate } from '../run/runtime.ts';
import type { CompileContext } from './context.ts';
import { compileScore } from '../search/compile-score.ts';
import { isRefused } from './refused-functions.ts';

type Call = Expression & { kind: 'call' };

export function compileCall(node: Call, context: CompileContext): Evaluate {
  const { name } = node;
  const score = compileScore(node, context);
  if (score !== null) return score;
  if (isRefused(name)) throw notImplemented(`${name}()`);
  const definition = functions.get(name);
  if (definition === undefined) throw parsingError(1540, `usage of unknown function '${name}()'`);
  const { minArgs, maxArgs } = definition;
  if (node.args.length < minArgs || node.args.length > maxArgs) {
    throw parsingError(
      1541,
      `invalid number of arguments for function '${name}()', expected number of arguments: minimum: ${minArgs}, maximum: ${Number.isFinite(maxArgs) ? maxArgs : 65535}`,
    );
  }
  const counted = compileCollectionCount(node, context);
  if (counted !== null) return counted;
  if (!definition.deterministic) context.usage.impure();
  const args = node.args.map((argument, index) => compileArgument(node, argument, index, context));
  const bound = definition.call.bind(definition);
  const [first, second] = args;
  if (args.length === 1 && first !== undefined) {
    return (frame) => bound([first(frame)], frame.runtime.functions);
  }
  if (args.length === 2 && first !== undefined && second !== undefined) {
    return (frame) => bound([first(frame), second(frame)], frame.runtime.functions);
  }
  return (frame) =>
    bound(
      args.map((argument) => argument(frame)),
      frame.runtime.functions,
    );
}

// eslint-disable-next-line max-params -- the position decides how the argument is read
function compileArgument(call: Call, argument: Expression, index: number, context: CompileContext): Evaluate {
  const source = collectionNamed(argument, context);
  if (source === null) return context.part(argument);
  const name = context.readCollection(source);
  if (functions.get(call.name)?.collectionArguments?.includes(index)) return () => name;
  throw parsingError(1568, `collection '${name}' used as expression operand`);
}

/** LENGTH and COUNT of a collection count its documents. */
function compileCollectionCount(node: Call, context: CompileContext): Evaluate | null {
  if (node.name !== 'LENGTH' && node.name !== 'COUNT') return null;
  const [argument] = node.args;
  const source = argument === undefined ? null : collectionNamed(argument, context);
  if (source === null) return null;
  const name = context.readCollection(source);
  context.usage.impure();
  return (frame): Value => frame.runtime.collection(name).count();
}

function collectionNamed(argument: Expression, context: CompileContext): DataSource | null {
  if (argument.kind === 'dataBind') return argument;
  if (argument.kind !== 'name' || context.scopes.find(argument.name) !== null) return null;
  return argument;
}
