import { compareValues } from '../../values/compare.ts';
import type { Document, Value } from '../../values/value.ts';
import type { CollectStatement } from '../ast.ts';
import { compileAggregates } from '../compile/aggregate-list.ts';
import type { CompileContext } from '../compile/context.ts';
import { set } from '../compile/literals.ts';
import type { Variable } from '../compile/scope.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Aggregate } from '../run/aggregates.ts';
import { groupKeyOf } from '../run/group-key.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import { sortedGivingWay } from '../run/sorted-giving-way.ts';
import type { Step } from '../run/step.ts';
import { readOptions, type OptionsReader } from './options.ts';

interface Group {
  readonly keys: readonly Value[];
  readonly aggregates: readonly Aggregate[];
  readonly members: Value[];
  count: number;
}

/** Groups rows; groups come in the order of their keys. */
export function collectStep(statement: CollectStatement, context: CompileContext): Step {
  const keys = statement.groups.map(({ value }) => context.rowExpression(value));
  const aggregates = compileAggregates(statement.aggregates, context);
  const member = compileMember(statement, context);
  const options: OptionsReader = readOptions(statement.options, context, [
    'method',
    'disableIndex',
    'indexHint',
  ]);
  context.scopes.hideLoops();
  const keyVariables = statement.groups.map(({ variable }) => context.declare(variable));
  const aggregateVariables = aggregates.map(({ assignment }) => context.declare(assignment.variable));
  const intoVariable = statement.into === null ? null : context.declare(statement.into.variable);
  const countVariable = statement.count === null ? null : context.declare(statement.count);

  const add = (group: Group, frame: Frame) => {
    group.count++;
    for (let i = 0; i < aggregates.length; i++) {
      const value = aggregates[i]?.argument(frame);
      if (value !== undefined && group.aggregates[i]?.add(value) === true) frame.runtime.hold(value);
    }
    if (member === null) return;
    const value = member(frame);
    frame.runtime.hold(value);
    group.members.push(value);
  };
  const emit = (group: Group, frame: Frame) => {
    const { registers } = frame;
    for (const [i, { slot }] of keyVariables.entries()) registers[slot] = group.keys[i] ?? null;
    for (const [i, { slot }] of aggregateVariables.entries()) {
      registers[slot] = group.aggregates[i]?.result() ?? null;
    }
    if (intoVariable !== null) registers[intoVariable.slot] = group.members;
    if (countVariable !== null) registers[countVariable.slot] = group.count;
  };
  const start = (values: readonly Value[]): Group => ({
    keys: values,
    aggregates: aggregates.map((aggregate) => aggregate.start()),
    members: [],
    count: 0,
  });

  return {
    *run(frame, input) {
      options(frame);
      const groups = new Map<unknown, Group>();
      if (keys.length === 0) groups.set(groupKeyOf([]), start([]));
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        const values = keys.map((key) => key(frame));
        const key = groupKeyOf(values);
        let group = groups.get(key);
        if (group === undefined) {
          frame.runtime.hold(values);
          groups.set(key, (group = start(values)));
        }
        add(group, frame);
      }
      const { runtime } = frame;
      for (const group of yield* sortedGivingWay([...groups.values()], byKeys, runtime)) {
        runtime.tick();
        if (runtime.isPauseDue) yield 'pause';
        emit(group, frame);
        yield 'row';
      }
      return undefined;
    },
    explain: () => [{ type: 'CollectNode', collectOptions: { method: member === null ? 'hash' : 'sorted' } }],
  };
}

function byKeys(left: Group, right: Group): number {
  for (let i = 0; i < left.keys.length; i++) {
    const order = compareValues(left.keys[i] ?? null, right.keys[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** What INTO keeps of each row: an expression, the variables that KEEP names, or all of the loops. */
function compileMember(statement: CollectStatement, context: CompileContext): Evaluate | null {
  const { into, keep } = statement;
  if (into === null) return null;
  if (into.value !== null) return context.rowExpression(into.value);
  const variables: readonly Variable[] =
    keep === null
      ? context.scopes.grouped()
      : keep.map(({ name }) => {
          const variable = context.scopes.find(name);
          if (variable === null) throw parsingError(1512, `unknown variable '${name}'`);
          return variable;
        });
  for (const variable of variables) context.read(variable);
  return (frame): Document => {
    const row: { [name: string]: Value } = {};
    for (const { name, slot } of variables) set(row, name, frame.registers[slot] ?? null);
    return row;
  };
}
