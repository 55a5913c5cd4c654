import { readAuthorizationTable } from '@customer360/authorization';
import { supergraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { graphql } from 'graphql';
import { expect, it } from 'vitest';
import { createSubgraphSchema } from './subgraph-schema.ts';

const common = {
  table: readAuthorizationTable(supergraphSdl()),
  logger: createLogger({ name: 'test', level: 'silent' }),
  resolvers: {
    Query: {
      profile: (_source: unknown, { id }: { readonly id: string }) => {
        if (id === 'broken') throw new Error('relation "secret" does not exist');
        return { id, displayName: 'Jane' };
      },
    },
  },
};
const schema = createSubgraphSchema({ ...common, name: 'profile' });
const viewer = { scopes: new Set(['profile:read']) };

async function ask(contextValue: unknown, id = 'p1', asked = schema) {
  const source = `{ profile(id: "${id}") { id displayName } }`;
  const { data, errors = [] } = await graphql({ schema: asked, source, contextValue });
  return {
    data: JSON.parse(JSON.stringify(data)),
    codes: errors.map(({ extensions }) => extensions['code']),
  };
}

it('answers a viewer with the scopes that the supergraph asks for', async () => {
  expect(await ask({ viewer })).toEqual({ data: { profile: { id: 'p1', displayName: 'Jane' } }, codes: [] });
});

it.each([undefined, {}, { viewer: null }])('answers nobody in the context %j', async (context) => {
  expect(await ask(context)).toEqual({ data: { profile: null }, codes: ['UNAUTHENTICATED'] });
});

it('refuses a viewer without the scope', async () => {
  const { data, codes } = await ask({ viewer: { scopes: new Set(['segment:read']) } });
  expect([data, codes]).toEqual([{ profile: null }, ['UNAUTHORIZED_FIELD_OR_TYPE']]);
});

it('finds the viewer where it is told to', async () => {
  const other = createSubgraphSchema({
    ...common,
    name: 'profile',
    viewerOf: (context: { readonly caller: typeof viewer }) => context.caller,
  });
  expect((await ask({ caller: viewer }, 'p1', other)).data).toEqual({
    profile: { id: 'p1', displayName: 'Jane' },
  });
});

it('gives a failure its code', async () => {
  expect(await ask({ viewer }, 'broken')).toEqual({
    data: { profile: null },
    codes: ['INTERNAL_SERVER_ERROR'],
  });
});

it('refuses a subgraph that the supergraph does not list', () => {
  expect(() => createSubgraphSchema({ ...common, name: 'nowhere' })).toThrow(
    'supergraph.yaml lists no subgraph "nowhere"',
  );
});
