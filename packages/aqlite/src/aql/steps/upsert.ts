import { ArangoError } from '../../errors.ts';
import { equalValues } from '../../values/compare.ts';
import type { Document, Value } from '../../values/value.ts';
import type { UpsertStatement } from '../ast.ts';
import { attributeOf } from '../compile/access.ts';
import type { CompileContext } from '../compile/context.ts';
import { isObject } from '../compile/literals.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { CollectionView, WriteResult } from '../ports.ts';
import { chooseIndex } from '../run/index-choice.ts';
import { readIndex } from '../run/index-read.ts';
import { restoreRow, saveRow } from '../run/rows.ts';
import type { Frame } from '../run/runtime.ts';
import type { Step } from '../run/step.ts';
import { explainIndex } from './explain-index.ts';
import { readOptions } from './options.ts';
import { attempt, keyOf, modificationOptions, updateOptions } from './target.ts';

/** UPSERT: each row looks its document up, seeing the writes of the rows before it, then inserts or changes it. */
export function upsertStep(statement: UpsertStatement, context: CompileContext): Step {
  if (
    statement.search.kind !== 'object' ||
    statement.search.entries.some(({ kind }) => kind === 'computed')
  ) {
    throw parsingError(1501, "syntax error, UPSERT's search must be an object literal");
  }
  const fields = statement.search.entries.flatMap((entry) => (entry.kind === 'named' ? [entry.name] : []));
  const search = context.expression(statement.search);
  const insert = context.expression(statement.insert);
  const slots = context.scopes.ofQuery().map(({ slot }) => slot);
  const old = context.redeclare('OLD');
  const patch = context.expression(statement.patch);
  const optionsReader = readOptions(statement.options, context, modificationOptions);
  const collection = context.writeCollection(statement.collection);
  const fresh = context.redeclare('NEW');
  return {
    *run(frame, input) {
      const options = optionsReader(frame);
      const view = frame.runtime.collection(collection);
      const rows = [];
      for (const turn of input) {
        if (turn === 'pause') yield turn;
        else rows.push(saveRow(frame, slots));
      }
      const written: { readonly row: readonly Value[]; readonly result: WriteResult }[] = [];
      for (const row of rows) {
        frame.runtime.tick();
        restoreRow(frame, slots, row);
        const found = findExample(view, search(frame), frame);
        frame.registers[old.slot] = found;
        const result = attempt(frame, options, () => {
          if (found === null) return view.insert(insert(frame));
          const key = keyOf(found);
          const change = patch(frame);
          if (!isObject(change)) throw new ArangoError(1227, 'invalid document type');
          const settings = updateOptions(options, change);
          return statement.operation === 'update'
            ? view.update(key, change, settings)
            : view.replace(key, change, settings);
        });
        if (result !== null) written.push({ row, result });
      }
      for (const { row, result } of written) {
        restoreRow(frame, slots, row);
        frame.registers[old.slot] = result.old;
        frame.registers[fresh.slot] = result.new;
        yield 'row';
      }
      return undefined;
    },
    explain: (store) => {
      const conditions = fields.map((field) => ({ field, operator: '==' as const, value: () => null }));
      const choice = chooseIndex(store.collection(collection)?.indexes() ?? [], conditions, null);
      const lookup =
        choice === null ? { type: 'EnumerateCollectionNode', collection } : explainIndex(choice, collection);
      return [
        { type: 'SubqueryStartNode' },
        lookup,
        { type: 'SubqueryEndNode' },
        { type: 'UpsertNode', collection },
      ];
    },
  };
}

/** The first document with the attributes of the example, by an index where one serves. */
function findExample(view: CollectionView, example: Value, frame: Frame): Document | null {
  if (!isObject(example)) throw new ArangoError(1227, 'invalid document type');
  const wanted = Object.entries(example).flatMap(([name, value]) => leavesOf(name, value));
  const conditions = wanted.map(({ path, value }) => ({
    field: path.join('.'),
    operator: '==' as const,
    value: () => value,
  }));
  const choice = chooseIndex(view.indexes(), conditions, null);
  const read = choice === null ? null : readIndex(choice, view, { frame, reverse: false });
  for (const document of read ?? view.scan()) {
    frame.runtime.tick();
    const matches = wanted.every(({ path, value }) =>
      equalValues(path.reduce<Value>(attributeOf, document), value),
    );
    if (matches) return document;
  }
  return null;
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: Value;
}

function leavesOf(name: string, value: Value): readonly Leaf[] {
  if (!isObject(value) || Object.keys(value).length === 0) return [{ path: [name], value }];
  return Object.entries(value).flatMap(([inner, member]) =>
    leavesOf(inner, member).map((leaf) => ({ ...leaf, path: [name, ...leaf.path] })),
  );
}
