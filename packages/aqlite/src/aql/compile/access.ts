import { toNumber } from '../../values/casts.ts';
import type { Value } from '../../values/value.ts';
import type { Expression } from '../ast.ts';
import type { Evaluate } from '../run/runtime.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { CompileContext } from './context.ts';

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** The attribute of an object; null for anything else and for what it does not have. */
export function attributeOf(target: Value, name: string): Value {
  if (target === null || typeof target !== 'object' || Array.isArray(target)) return null;
  if (inherited.has(name) && !Object.hasOwn(target, name)) return null;
  return (target as { readonly [name: string]: Value })[name] ?? null;
}

export function elementOf(target: Value, index: Value): Value {
  if (target === null || typeof target !== 'object') return null;
  if (Array.isArray(target)) {
    if (typeof index === 'number' && index >= 0)
      return (target as readonly Value[])[Math.trunc(index)] ?? null;
    const position = positionOf(index);
    return position === null ? null : ((target as readonly Value[]).at(position) ?? null);
  }
  if (typeof index === 'number') return attributeOf(target, String(Math.trunc(index)));
  return typeof index === 'string' ? attributeOf(target, index) : null;
}

function positionOf(index: Value): number | null {
  if (typeof index === 'number') return Math.trunc(index);
  if (typeof index === 'string' && /^\s*[-+]?\d/.test(index)) return Number.parseInt(index, 10);
  return null;
}

export function compileAttribute(
  node: Expression & { kind: 'attribute' },
  context: CompileContext,
): Evaluate {
  const target = context.part(node.target);
  const { name } = node;
  if (inherited.has(name)) return (frame) => attributeOf(target(frame), name);
  return (frame) => {
    const value = target(frame);
    if (value === null || typeof value !== 'object') return null;
    // an array has no attribute of its own but `length`, which AQL does not show
    if (Array.isArray(value)) return null;
    return (value as { readonly [name: string]: Value })[name] ?? null;
  };
}

/** `d.@a`: the bound value is a name, or an array of names for a path. */
export function compileBoundAttribute(
  node: Expression & { kind: 'boundAttribute' },
  context: CompileContext,
): Evaluate {
  const target = context.part(node.target);
  const index = context.bindIndex(node.bind);
  const { bind } = node;
  return (frame) => {
    const path = frame.runtime.binds[index] ?? null;
    const names = Array.isArray(path) ? (path as readonly Value[]) : [path];
    let value = target(frame);
    for (const name of names) {
      if (typeof name !== 'string') {
        throw parsingError(1553, `bind parameter '${bind}' has an invalid value or type`);
      }
      value = attributeOf(value, name);
    }
    return value;
  };
}

export function compileIndex(node: Expression & { kind: 'index' }, context: CompileContext): Evaluate {
  const target = context.part(node.target);
  const { index } = node;
  if (index.kind === 'literal' && typeof index.value === 'string') {
    const { value: name } = index;
    return (frame) => elementOf(target(frame), name);
  }
  const position = context.part(index);
  return (frame) => elementOf(target(frame), position(frame));
}

/** A whole number from a value, as LIMIT and ranges read it. */
export function toInteger(value: Value): number {
  const number = toNumber(value);
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}
