import { existsSync, readFileSync } from 'node:fs';
import { executeQuery } from '../../src/aql/execute.ts';
import { parse } from '../../src/aql/parse/parse.ts';
import type { Value } from '../../src/values/value.ts';
import { openDatabase } from '../sample-database.ts';

const folder = new URL('../../../../../shared/conformance/arangodb-3.11/', import.meta.url);

/** A query with what a genuine server of version 3.11.14 answered. */
interface Capture {
  readonly name: string;
  readonly dataset: string | null;
  readonly query: string;
  readonly bindVars: Readonly<Record<string, Value>> | null;
  readonly expected: readonly Value[];
}

interface Datasets {
  readonly cols: Readonly<Record<string, readonly { readonly [attribute: string]: Value }[]>>;
  readonly graphs: Readonly<Record<string, readonly string[]>>;
}

export interface CaptureResult {
  readonly name: string;
  readonly isExact: boolean;
  readonly got: string;
  readonly expected: string;
}

export function hasCaptures(): boolean {
  return existsSync(folder);
}

/** Runs each capture in a database of its own. */
export function runCaptures(): readonly CaptureResult[] {
  const lines = readFileSync(new URL('aql.jsonl', folder), 'utf8').trim().split('\n');
  const datasets = JSON.parse(readFileSync(new URL('datasets.json', folder), 'utf8')) as Datasets;
  return lines.map((line) => runCapture(JSON.parse(line) as Capture, datasets));
}

function runCapture(capture: Capture, datasets: Datasets): CaptureResult {
  const { name, query } = capture;
  const isOrdered = ordersItsResults(query);
  const expected = comparable(capture.expected, isOrdered);
  const got = answerOf(capture, datasets, isOrdered);
  return { name, isExact: got === expected, got, expected };
}

function answerOf(capture: Capture, datasets: Datasets, isOrdered: boolean): string {
  try {
    const database = openDataset(capture.dataset === null ? { cols: {}, graphs: {} } : datasets);
    const results = database.run((store) => [
      ...executeQuery({ text: capture.query, bindVars: capture.bindVars ?? {}, store }),
    ]);
    return comparable(results, isOrdered);
  } catch (error) {
    return error instanceof Error ? error.message : 'no error object';
  }
}

function openDataset({ cols, graphs }: Datasets) {
  const entries = Object.entries(cols);
  const isEdges = (rows: Datasets['cols'][string]) => rows.some((row) => '_from' in row);
  const database = openDatabase({
    documents: Object.fromEntries(entries.filter(([, rows]) => !isEdges(rows))),
    edges: Object.fromEntries(entries.filter(([, rows]) => isEdges(rows))),
  });
  for (const [name, collections] of Object.entries(graphs)) {
    const edgeDefinitions = collections.map((collection) => ({
      collection,
      from: endsOf(cols[collection] ?? [], '_from'),
      to: endsOf(cols[collection] ?? [], '_to'),
    }));
    database.createGraph({ name, edgeDefinitions });
  }
  return database;
}

function endsOf(edges: Datasets['cols'][string], side: '_from' | '_to'): string[] {
  return [...new Set(edges.map((edge) => (edge[side] as string).split('/')[0] ?? ''))];
}

/** A search of a graph leaves the order open unless the query sorts. */
function ordersItsResults(query: string): boolean {
  const { statements } = parse(query);
  const searches = statements.some(({ kind }) => kind === 'traversal' || kind === 'path');
  return !searches || statements.some(({ kind }) => kind === 'sort');
}

function comparable(results: readonly Value[], isOrdered: boolean): string {
  const texts = results.map((result) => JSON.stringify(masked(result)));
  return (isOrdered ? texts : texts.toSorted()).join('\n');
}

/** Attributes by name, revisions and generated keys masked, numbers to 12 digits. */
function masked(value: Value): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(masked);
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    members.map(([name, member]) => {
      if (name === '_rev') return [name, 'masked'];
      const isGenerated =
        (name === '_key' || name === '_id') && typeof member === 'string' && /^(?:[^/]+\/)?\d+$/.test(member);
      return [name, isGenerated ? 'generated' : masked(member)];
    }),
  );
}
