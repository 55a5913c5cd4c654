import { executeQuery } from '../src/aql/execute.ts';
import { parse } from '../src/aql/parse/parse.ts';
import { PlanCache } from '../src/aql/plan.ts';
import { printQuery } from '../src/aql/print/print-query.ts';
import { ArangoError } from '../src/errors.ts';
import type { Database } from '../src/store/database.ts';
import type { Value } from '../src/values/value.ts';
import { mutate, seeded } from './mutations.ts';
import { openDatabase } from './sample-database.ts';

/**
 * Makes queries out of parts of others for a number of seconds and runs them: each must give results or an ArangoError,
 * and print to a text with the same tree. `node packages/aqlite/test/fuzz-cli.ts [seconds] [seed]`
 */
const seconds = Number(process.argv[2] ?? 60);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const random = seeded(seed);
const outcomes = new Map<string, number>();
const failures: string[] = [];
const end = Date.now() + seconds * 1000;

while (Date.now() < end && failures.length < 10) {
  const text = mutate(random);
  const outcome = outcomeOf(text);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}
console.log(`seed ${seed}:`, Object.fromEntries(outcomes));
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

function outcomeOf(text: string): string {
  try {
    if (treeOf(text) !== treeOf(printQuery(parse(text)))) failures.push(`prints to another tree: ${text}`);
    run(text);
    return 'results';
  } catch (error) {
    if (error instanceof ArangoError) return `error ${error.errorNum}`;
    failures.push(`${text}\n${error instanceof Error ? (error.stack ?? error.message) : 'no error object'}`);
    return 'failure';
  }
}

function treeOf(text: string): string {
  return JSON.stringify(parse(text), (key, value: unknown) => (key === 'at' ? undefined : value));
}

/** Runs with the binds that the text asks for: those that it does not declare are taken away one by one. */
function run(text: string): void {
  const bindVars: Record<string, Value> = {
    n: 2,
    dir: 'ASC',
    start: 'a/b',
    g: 'g',
    x: 1,
    p: 1,
    e: 'k',
    attr: 'q',
    '@c': 'c',
    '@e2': 'edges',
  };
  for (;;) {
    try {
      sample().run((store) => {
        const options = { maxRuntime: 0.5, memoryLimit: 50_000_000 };
        JSON.stringify([...executeQuery({ text, bindVars, store, options, plans: new PlanCache() })]);
      });
      return;
    } catch (error) {
      const undeclared =
        error instanceof ArangoError && error.errorNum === 1552 ? /'(.*?)'/.exec(error.message) : null;
      if (undeclared?.[1] === undefined) throw error;
      delete bindVars[undeclared[1]];
    }
  }
}

function sample(): Database {
  const database = openDatabase({
    documents: {
      a: [{ _key: 'b', x: 1, y: [1, 2] }, { _key: '1' }, { _key: '2' }],
      c: [
        { _key: 'k', a: { b: 1 }, s: 3, x: 1, t: '2024-01-01' },
        { _key: 'j', s: 'q' },
      ],
      d: [{ _key: 'e', a: 1 }],
      b: [],
      x: [],
      v: [],
    },
    edges: {
      e: [
        { _from: 'a/1', _to: 'a/2', w: 2 },
        { _from: 'a/b', _to: 'a/1' },
      ],
      edges: [{ _from: 'a/1', _to: 'a/2' }],
      e1: [{ _from: 'a/b', _to: 'a/2' }],
      e3: [],
    },
  });
  database.createGraph({ name: 'g', edgeDefinitions: [{ collection: 'e', from: ['a'], to: ['a'] }] });
  return database;
}
