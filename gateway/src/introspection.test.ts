import { subgraphs, subgraphSdl, supergraphSdl } from '@customer360/schema';
import { createLogger } from '@customer360/service';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { embed } from '../test/compose.ts';
import { post } from '../test/post.ts';
import { startTokenIssuer, type TokenIssuer } from '@customer360/testing';
import { createGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';

let issuer: TokenIssuer;
let gateway: Gateway;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  gateway = await createGateway({
    supergraphSdl: supergraphSdl(),
    verifier: issuer.verifier,
    logger: createLogger({ name: 'test', level: 'silent' }),
    firstPartyClients: ['frontend'],
    subgraphs: Object.fromEntries(
      subgraphs().map(({ name }) => [
        name,
        embed({ sdl: subgraphSdl(name), resolvers: {} }, issuer.verifier),
      ]),
    ),
  });
});
afterAll(async () => {
  await gateway.close();
  await issuer.close();
});

async function schemaFor(scope: string, client: string) {
  const authorization = await issuer.bearer(scope, { client_id: client });
  const { body } = await post(gateway.server, getIntrospectionQuery(), { authorization });
  expect(body.errors).toBeUndefined();
  return buildClientSchema(body.data as IntrospectionQuery);
}

test("introspection shows our own clients the whole schema, and nothing of the federation's machinery", async () => {
  const schema = await schemaFor('', 'frontend');
  expect(Object.keys(schema.getMutationType()?.getFields() ?? {})).toContain('createSource');
  expect(Object.keys(schema.getTypeMap()).filter((name) => /^(join|link|_)__/.test(name))).toEqual([]);
  expect(schema.getDirective('requiresScopes')).toBeUndefined();
});

test('introspection shows a partner what its scopes give', async () => {
  const schema = await schemaFor('ingestion:read', 'partner');
  expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(['deadLetters', 'sources']);
  expect(schema.getMutationType()).toBeFalsy();
  expect(schema.getType('Profile')).toBeUndefined();
  expect(schema.getType('WriteKey')).toBeDefined();
});

test('a partner whose scopes give nothing is shown nothing', async () => {
  const authorization = await issuer.bearer('', { client_id: 'partner' });
  const { body } = await post(
    gateway.server,
    '{ __schema { queryType { name } } __type(name: "Profile") { name } }',
    {
      authorization,
    },
  );
  expect(body.data).toEqual({ __schema: null, __type: null });
});
