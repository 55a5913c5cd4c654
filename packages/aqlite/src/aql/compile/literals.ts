import { toStringValue } from '../../values/casts.ts';
import type { Document, Value } from '../../values/value.ts';
import type { Expression, ObjectEntry } from '../ast.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import type { CompileContext } from './context.ts';

export function compileArray(node: Expression & { kind: 'array' }, context: CompileContext): Evaluate {
  const items = node.items.map((item) => context.part(item));
  if (items.length > 0 && node.items.every((item) => item.kind === 'literal')) {
    const values = node.items.map((item) => (item.kind === 'literal' ? item.value : null));
    return () => values;
  }
  return (frame) => items.map((item) => item(frame));
}

export function compileObject(node: Expression & { kind: 'object' }, context: CompileContext): Evaluate {
  const entries = node.entries.map((entry) => ({
    name: compileEntryName(entry, context),
    value: context.part(entry.value),
  }));
  const mayRepeat =
    new Set(entries.map(({ name }) => name)).size < entries.length ||
    entries.some(({ name }) => typeof name !== 'string');
  return (frame) => {
    const object: { [name: string]: Value } = {};
    for (const { name, value } of entries) {
      const key = typeof name === 'string' ? name : name(frame);
      // of an attribute that is given twice the first value counts
      if (!mayRepeat || !Object.hasOwn(object, key)) set(object, key, value(frame));
    }
    return object;
  };
}

/** Sets an attribute, also one that JavaScript would take for the prototype. */
export function set(object: { [name: string]: Value }, name: string, value: Value): void {
  if (name !== '__proto__') {
    object[name] = value;
    return;
  }
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function compileEntryName(entry: ObjectEntry, context: CompileContext): string | ((frame: Frame) => string) {
  switch (entry.kind) {
    case 'named':
      return entry.name;
    case 'computed': {
      const name = context.part(entry.name);
      return (frame) => toStringValue(name(frame));
    }
    case 'bound': {
      const index = context.bindIndex(entry.bind);
      return (frame) => {
        const name = frame.runtime.binds[index];
        if (typeof name === 'string') return name;
        throw parsingError(1553, `bind parameter '${entry.bind}' has an invalid value or type`);
      };
    }
    default:
      return entry satisfies never;
  }
}

export function isObject(value: Value): value is Document {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
