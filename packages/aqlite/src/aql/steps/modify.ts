import type { Value } from '../../values/value.ts';
import type { ModificationStatement } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import type { CollectionView, InsertOptions, WriteResult } from '../ports.ts';
import { restoreRow, saveRow } from '../run/rows.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import type { Step } from '../run/step.ts';
import { type Options, readOptions } from './options.ts';
import { attempt, keyOf, modificationOptions, updateOptions } from './target.ts';

/** INSERT, UPDATE, REPLACE and REMOVE: all rows are read before the first write, all writes made before a row goes on. */
export function modifyStep(statement: ModificationStatement, context: CompileContext): Step {
  const { kind } = statement;
  const document = context.rowExpression(statement.document);
  const patch = statement.patch === null ? null : context.rowExpression(statement.patch);
  const optionsReader = readOptions(statement.options, context, modificationOptions);
  const collection = context.writeCollection(statement.collection);
  const slots = context.scopes.ofQuery().map(({ slot }) => slot);
  const old = kind === 'insert' && !mayReplace(statement) ? null : context.redeclare('OLD');
  const fresh = kind === 'remove' ? null : context.redeclare('NEW');
  return {
    *run(frame, input) {
      const options = optionsReader(frame);
      const view = frame.runtime.collection(collection);
      const rows = [];
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        rows.push({ row: saveRow(frame, slots), change: changeOf(frame, document, patch) });
      }
      const written = rows.map(({ row, change }) => {
        frame.runtime.tick();
        const result = attempt(frame, options, () => write(kind, view, { ...change, options }));
        return { row, result };
      });
      for (const { row, result } of written) {
        if (result === null) continue;
        restoreRow(frame, slots, row);
        if (old !== null) frame.registers[old.slot] = result.old;
        if (fresh !== null) frame.registers[fresh.slot] = result.new;
        yield 'row';
      }
      return undefined;
    },
    explain: () => [{ type: nodeNames[kind], collection }],
  };
}

const nodeNames = {
  insert: 'InsertNode',
  update: 'UpdateNode',
  replace: 'ReplaceNode',
  remove: 'RemoveNode',
};

interface Change {
  readonly document: Value;
  readonly patch: Value;
}

function changeOf(frame: Frame, document: Evaluate, patch: Evaluate | null): Change {
  const value = document(frame);
  return { document: value, patch: patch === null ? value : patch(frame) };
}

/** `OLD` exists for an INSERT that may meet a document. */
function mayReplace(statement: ModificationStatement): boolean {
  return (
    statement.options?.kind === 'object' &&
    statement.options.entries.some(
      (entry) => entry.kind === 'named' && (entry.name === 'overwrite' || entry.name === 'overwriteMode'),
    )
  );
}

function write(
  kind: ModificationStatement['kind'],
  view: CollectionView,
  change: Change & { readonly options: Options },
): WriteResult {
  const { document, patch, options } = change;
  switch (kind) {
    case 'insert':
      return view.insert(document, insertOptions(options));
    case 'update':
      return view.update(keyOf(document), patch, updateOptions(options, document));
    case 'replace':
      return view.replace(keyOf(document), patch, updateOptions(options, document));
    case 'remove': {
      const { rev } = updateOptions(options, document);
      return view.remove(keyOf(document), rev === undefined ? {} : { rev });
    }
    default:
      return kind satisfies never;
  }
}

function insertOptions(options: Options): InsertOptions {
  const mode = options('overwriteMode');
  const overwriteMode =
    mode === 'ignore' || mode === 'replace' || mode === 'update' || mode === 'conflict'
      ? mode
      : options('overwrite') === true
        ? 'replace'
        : 'conflict';
  return {
    overwriteMode,
    keepNull: options('keepNull') !== false,
    mergeObjects: options('mergeObjects') !== false,
  };
}
