import { ArangoError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import type { Value } from '../values/value.ts';

interface RunningQuery {
  readonly id: string;
  readonly database: Database;
  readonly text: string;
  readonly bindVars: Value;
  readonly startedAt: number;
  killed: boolean;
}

/** Queries that run now, to be listed and killed. */
export class RunningQueries {
  readonly #queries = new Map<string, RunningQuery>();

  start(query: Omit<RunningQuery, 'killed'>): RunningQuery {
    const running = { ...query, killed: false };
    this.#queries.set(query.id, running);
    return running;
  }

  end(id: string): void {
    this.#queries.delete(id);
  }

  list(database: Database): readonly RunningQuery[] {
    return [...this.#queries.values()].filter((query) => query.database === database);
  }

  kill(id: string, database: Database): void {
    const query = this.#queries.get(id);
    if (query === undefined || query.database !== database) throw new ArangoError(1591);
    query.killed = true;
  }
}
