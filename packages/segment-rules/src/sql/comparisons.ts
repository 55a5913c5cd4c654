import { sql, type RawBuilder, type ReferenceExpression } from 'kysely';
import { momentAt } from '../facts/test-value.ts';
import type { Comparison, ValueTest } from '../rule/value-test.ts';

/** The operators as SQL writes them: the only words of a rule that are not parameters. */
const operators = { '<': '<', '<=': '<=', '==': '=', '!=': '<>', '>=': '>=', '>': '>' } as const;

export function sqlOperator(op: Comparison): (typeof operators)[Comparison] {
  return operators[op];
}

/** A number as PostgreSQL's exact decimal. */
export function numeric(value: number): RawBuilder<number> {
  return sql<number>`cast(${String(value)} as numeric)`;
}

const columns = {
  number: 'number_value',
  string: 'string_value',
  boolean: 'boolean_value',
  instant: 'instant_value',
} as const;

/** What a test asks of the typed columns of `table`: false, never null, for a value of another type. */
export function testSql(table: string, test: ValueTest, at: number): RawBuilder<boolean> {
  const column = (type: keyof typeof columns) =>
    sql.ref<ReferenceExpression<never, never>>(`${table}.${columns[type]}`);
  return sql<boolean>`coalesce(${condition(column, test, at)}, false)`;
}

function condition(
  column: (type: keyof typeof columns) => RawBuilder<unknown>,
  test: ValueTest,
  at: number,
): RawBuilder<unknown> {
  switch (test.test) {
    case 'equals':
      return equality(column, test.value, sql`=`);
    case 'differs':
      return equality(column, test.value, sql`<>`);
    case 'number':
      return sql`${column('number')} ${sql.raw(sqlOperator(test.op))} ${numeric(test.value)}`;
    case 'instant':
      return sql`${column('instant')} ${sql.raw(sqlOperator(test.op))} ${momentAt(test.to, at)}`;
    case 'text':
      return textCondition(column('string'), test.op, test.value);
    case 'in':
      return isNumbers(test.values)
        ? sql`${column('number')} = any(cast(${test.values.map(String)} as numeric[]))`
        : sql`${column('string')} = any(cast(${[...test.values]} as text[]))`;
    case 'exists':
      return sql`true`;
    default:
      return test satisfies never;
  }
}

function isNumbers(values: readonly string[] | readonly number[]): values is readonly number[] {
  return typeof values[0] === 'number';
}

function equality(
  column: (type: keyof typeof columns) => RawBuilder<unknown>,
  value: string | number | boolean,
  op: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (typeof value === 'number') return sql`${column('number')} ${op} ${numeric(value)}`;
  if (typeof value === 'boolean') return sql`${column('boolean')} ${op} cast(${value} as boolean)`;
  return sql`${column('string')} ${op} cast(${value} as text)`;
}

function textCondition(
  column: RawBuilder<unknown>,
  op: 'contains' | 'starts_with' | 'ends_with',
  value: string,
): RawBuilder<unknown> {
  const part = sql`cast(${value} as text)`;
  switch (op) {
    case 'contains':
      return sql`strpos(${column}, ${part}) > 0`;
    case 'starts_with':
      return sql`starts_with(${column}, ${part})`;
    case 'ends_with':
      return sql`right(${column}, char_length(${part})) = ${part}`;
    default:
      return op satisfies never;
  }
}
