import type { Value } from '../../values/value.ts';
import type { Expression } from '../ast.ts';
import { attributeOf } from '../compile/access.ts';
import type { CompileContext } from '../compile/context.ts';
import { isObject } from '../compile/literals.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Frame } from '../run/runtime.ts';

/** The value of an option; null when it is not given. */
export type Options = (name: string) => Value;
export type OptionsReader = (frame: Frame) => Options;

/** Reads an OPTIONS object, which may hold no variable; a name that the statement does not know is warned of. */
export function readOptions(
  node: Expression | null,
  context: CompileContext,
  known: readonly string[],
): OptionsReader {
  if (node === null) return () => () => null;
  const { evaluate, usage } = context.analysed(node);
  if (usage.slots.size > 0 || !usage.isPure) {
    throw parsingError(1575, 'query options must be readable at query compile time');
  }
  return (frame) => {
    const options = evaluate(frame);
    if (!isObject(options)) return () => null;
    const warned = frame.runtime.stepState.has(node);
    if (!warned) {
      frame.runtime.stepState.set(node, true);
      for (const name of Object.keys(options)) {
        if (!known.includes(name))
          frame.runtime.warn(1539, `unknown/invalid OPTIONS attribute used: ${name}`);
      }
    }
    return (name) => attributeOf(options, name);
  };
}
