import {
  lintAuthorizationTable,
  lintSubgraphRules,
  readAuthorizationTable,
} from '@customer360/authorization';
import { subgraphs, subgraphSdl, supergraphSdl } from '@customer360/schema';
import { buildASTSchema, isInterfaceType, isObjectType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { documentedPageSize } from './limits/page-sizes.ts';

test('the rules of our supergraph can be enforced and hide no more than they must', () => {
  expect(lintAuthorizationTable(readAuthorizationTable(supergraphSdl()))).toEqual([]);
});

test.each(subgraphs().map(({ name }) => [name]))('no rule of %s is without scopes', (name) => {
  expect(lintSubgraphRules(subgraphSdl(name))).toEqual([]);
});

test('every page size documents its limit', () => {
  const schema = buildASTSchema(parse(supergraphSdl()), { assumeValid: true, assumeValidSDL: true });
  const silent = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).flatMap((field) =>
          field.args
            .filter(({ name, description }) => name === 'first' && documentedPageSize(description) === null)
            .map(() => `${type.name}.${field.name}`),
        )
      : [],
  );
  expect(silent).toEqual([]);
});
