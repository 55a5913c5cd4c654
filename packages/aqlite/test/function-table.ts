import { expect } from 'vitest';
import { DatabaseServer } from '../src/store/server.ts';
import type { Value } from '../src/values/value.ts';
import { functions } from '../src/functions/registry.ts';
import type { FunctionContext } from '../src/functions/registry-types.ts';

export interface Called {
  readonly value: Value;
  /** Numbers of the warnings. */
  readonly warnings: readonly number[];
}

/** Calls a function of the registry against an empty database. */
export function call(name: string, ...args: readonly Value[]): Called {
  const definition = functions.get(name);
  if (definition === undefined) throw new Error(`no function ${name}`);
  expect(args.length).toBeGreaterThanOrEqual(definition.minArgs);
  expect(args.length).toBeLessThanOrEqual(definition.maxArgs);
  const database = new DatabaseServer().get('_system');
  if (database === null) throw new Error('a server begins with _system');
  const warnings: number[] = [];
  const context: FunctionContext = {
    store: database.begin().queryStore(),
    now: 1_700_000_000_000,
    random: () => 0.5,
    warn: (errorNum) => warnings.push(errorNum),
  };
  return { value: definition.call(args, context), warnings };
}

/** One line of a table: name, arguments, result, and the warning if it gives one. */
export type Case = readonly [name: string, args: readonly Value[], result: Value, warning?: number];

/** A table as rows of [title, case, expected outcome]. */
export function table(
  cases: readonly Case[],
): readonly (readonly [title: string, entry: Case, expected: Called])[] {
  return cases.map((entry) => {
    const [name, args, result, warning] = entry;
    const warnings = warning === undefined ? [] : [warning];
    const title = `${name}(${args.map((value) => JSON.stringify(value)).join(', ')})`;
    return [title, entry, { value: rounded(result), warnings }];
  });
}

/** What a call of the table gives, numbers to 12 digits. */
export function outcome([name, args]: Case): Called {
  const { value, warnings } = call(name, ...args);
  return { value: rounded(value), warnings };
}

function rounded(value: Value): Value {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  return Array.isArray(value) ? (value as readonly Value[]).map(rounded) : value;
}
