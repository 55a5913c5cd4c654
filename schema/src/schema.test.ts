import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { apiSchema } from './api-schema.ts';
import { composeSupergraph } from './compose.ts';
import { subgraphs, supergraphSdl } from './contract.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test('the subgraphs compose without an error or a hint', () => {
  const { errors, hints } = composeSupergraph();
  expect({ errors, hints }).toEqual({ errors: [], hints: [] });
});

test('the committed supergraph is what the subgraphs compose to', () => {
  expect(composeSupergraph().supergraphSdl, 'run: npm run compose').toBe(supergraphSdl());
});

test('supergraph.yaml, SDL files and subgraph folders name the same subgraphs', () => {
  const listed = subgraphs().map(({ name }) => name);
  const files = readdirSync(here('..')).filter(
    (file) => file.endsWith('.graphql') && file !== 'supergraph.graphql',
  );
  const folders = readdirSync(here('../../subgraphs')).filter((name) =>
    existsSync(here(`../../subgraphs/${name}/package.json`)),
  );
  expect(files.toSorted()).toEqual(
    subgraphs()
      .map(({ file }) => file)
      .toSorted(),
  );
  expect(folders.toSorted()).toEqual(listed.toSorted());
});

test('every type, field, argument, input field and enum value is described', () => {
  expect(undescribed(apiSchema(supergraphSdl()))).toEqual([]);
});

test('a type without a description is found', () => {
  const sdl = 'type Query { a(b: Int): C } enum C { D }';
  const { supergraphSdl: composed } = composeSupergraph([{ name: 'extra', url: 'http://x', sdl }]);
  expect(composed && undescribed(apiSchema(composed))).toEqual(['C', 'C.D', 'Query.a', 'Query.a(b:)']);
});

function undescribed(schema: GraphQLSchema): string[] {
  const missing: string[] = [];
  const note = (what: string, description: string | null | undefined) => {
    if (!description?.trim()) missing.push(what);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    const builtIn =
      type.name.startsWith('__') || ['Int', 'Float', 'String', 'Boolean', 'ID'].includes(type.name);
    if (builtIn) continue;
    const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
    if (!isRoot) note(type.name, type.description);
    if (isEnumType(type)) {
      for (const value of type.getValues()) note(`${type.name}.${value.name}`, value.description);
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        note(`${type.name}.${field.name}`, field.description);
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.description);
        for (const argument of field.args)
          note(`${type.name}.${field.name}(${argument.name}:)`, argument.description);
      }
    }
  }
  return missing.toSorted();
}
