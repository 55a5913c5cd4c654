import { aqlFile, type AqlFile } from '../store/aql-file.ts';
import { joinAql } from '../store/join-aql.ts';
import type { QueryParameters, TenantQueries } from '../store/tenant-queries.ts';

/** A question as it is asked about all customers, and about the members of a segment. */
export interface PopulationQuery {
  readonly everybody: AqlFile;
  readonly members: AqlFile;
}

/** Stands before whatever leaves out those who are hidden: `NOT IN hidden`. */
export const hidden = aqlFile(import.meta.url, './hidden.aql');

/** Where the rows of a question begin: each begins with `FOR event`, `FOR session` or `FOR profile`. */
const rows = {
  events: heads('./everybody-events.aql', './members-events.aql'),
  sessionsByStart: heads('./everybody-sessions.aql', './members-sessions.aql'),
  sessionsByEnd: heads('./everybody-sessions-by-end.aql', './members-sessions.aql'),
  profiles: heads('./everybody-profiles.aql', './members-profiles.aql'),
  profilesByLast: heads('./everybody-profiles-by-last.aql', './members-profiles.aql'),
} satisfies Readonly<Record<string, PopulationQuery>>;

function heads(everybody: string, members: string): PopulationQuery {
  return { everybody: aqlFile(import.meta.url, everybody), members: aqlFile(import.meta.url, members) };
}

/** A query whose text goes on where its rows have begun; `before` stands in front of them. */
export function overPopulation(
  name: string,
  over: keyof typeof rows,
  parts: { readonly before?: AqlFile; readonly rest: readonly AqlFile[] },
): PopulationQuery {
  const before = parts.before === undefined ? [] : [parts.before];
  const { everybody, members } = rows[over];
  return {
    everybody: joinAql(name, ...before, hidden, everybody, ...parts.rest),
    members: joinAql(`${name}-of-members`, ...before, hidden, members, ...parts.rest),
  };
}

/** Asks about the members of a segment; about everybody when it is null. */
export function askPopulation<Row>(
  queries: TenantQueries,
  query: PopulationQuery,
  segmentId: string | null,
  parameters: QueryParameters,
): Promise<readonly Row[]> {
  return segmentId === null
    ? queries.run<Row>(query.everybody, parameters)
    : queries.run<Row>(query.members, { ...parameters, segmentId });
}
