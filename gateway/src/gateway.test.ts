import { subgraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeSupergraph, embed } from '../test/compose.ts';
import type { TestContext } from '../test/compose.ts';
import { post } from '../test/post.ts';
import { startTokenIssuer, type TokenIssuer } from '@customer360/testing';
import { createGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';

const loyalty = `
  type Profile @key(fields: "id") { id: ID! points: Int tier: String @requiresScopes(scopes: [["segment:read"]]) }
  type Query { topProfiles: [Profile] }
`;

let issuer: TokenIssuer;
let gateway: Gateway;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  const profileSdl = subgraphSdl('profile');
  gateway = await createGateway({
    supergraphSdl: composeSupergraph({ profile: profileSdl, loyalty }),
    verifier: issuer.verifier,
    logger: createLogger({ name: 'test', level: 'silent' }),
    firstPartyClients: ['first'],
    subgraphs: {
      profile: embed(
        {
          sdl: profileSdl,
          resolvers: {
            Query: {
              profile: (_: unknown, { id }: { id: string }, { viewer }: TestContext) => ({
                id,
                displayName: `${viewer.tenantId}/${id}`,
              }),
              sources() {
                throw new Error('secret of the database');
              },
            },
            Profile: {
              __resolveReference: ({ id }: { id: string }) => ({ id, displayName: `known ${id}` }),
            },
          },
        },
        issuer.verifier,
      ),
      loyalty: embed(
        {
          sdl: loyalty,
          resolvers: {
            Query: { topProfiles: () => ['a', 'b'].map((id) => ({ id, points: 10 })) },
            Profile: {
              __resolveReference: ({ id }: { id: string }) => ({ id, points: id.length * 10, tier: 'gold' }),
            },
          },
        },
        issuer.verifier,
      ),
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

test('one request joins an entity over two subgraphs', async () => {
  const authorization = await issuer.bearer('profile:read segment:read');
  const answer = await post(
    gateway.server,
    '{ profile(id: "p1") { displayName points tier } topProfiles { displayName points } }',
    { authorization },
  );
  expect(answer.body).toEqual({
    data: {
      profile: { displayName: 'acme/p1', points: 20, tier: 'gold' },
      topProfiles: [
        { displayName: 'known a', points: 10 },
        { displayName: 'known b', points: 10 },
      ],
    },
  });
});

test('what the scopes lack is null with an error, the rest is answered', async () => {
  const authorization = await issuer.bearer('profile:read');
  const answer = await post(gateway.server, '{ profile(id: "p1") { displayName tier } }', { authorization });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    data: { profile: { displayName: 'acme/p1', tier: null } },
    errors: [
      {
        message: 'Unauthorized field or type',
        path: ['profile', 'tier'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate: 'Profile.tier' },
      },
    ],
  });
});
