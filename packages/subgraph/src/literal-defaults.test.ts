import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { expect, it } from 'vitest';
import { readDefaults } from './literal-defaults.ts';
import { Duration } from './scalars/Duration.ts';

const typeDefs = parse(`
  scalar Duration
  type Query { wait(length: Duration = "PT1S", span: Span = {}, note: String = "P7D", none: Duration = null): String }
  input Span { length: Duration = "PT2S" }
`);

function answers(source: string) {
  const resolvers = {
    Duration,
    Query: { wait: (_query: unknown, args: unknown) => JSON.stringify(args) },
  };
  return graphql({ schema: readDefaults(buildSubgraphSchema([{ typeDefs, resolvers }])), source });
}

it('a default in the SDL arrives as its scalar reads it', async () => {
  const { data } = await answers('{ wait }');
  expect(JSON.parse(String(data?.['wait']))).toEqual({
    length: 1_000,
    span: { length: 2_000 },
    note: 'P7D',
    none: null,
  });
});
