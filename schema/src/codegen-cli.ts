import { generate } from '@graphql-codegen/cli';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { subgraphs } from './contract.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

for (const { name, file } of subgraphs()) {
  const folder = `${root}subgraphs/${name}/src`;
  // A contract may come before the code that answers it.
  if (!existsSync(folder)) continue;
  const mappers = `${folder}/resolvers/mappers.ts`;
  await generate(
    {
      cwd: root,
      schema: `${root}schema/${file}`,
      silent: true,
      pluginLoader: (name: string) => import(name),
      generates: {
        [`${folder}/__generated__/resolvers.ts`]: {
          plugins: ['typescript', 'typescript-resolvers'].map((plugin) => ({ [plugin]: {} })),
          config: {
            enumsAsTypes: true,
            federation: true,
            useTypeImports: true,
            immutableTypes: true,
            strictScalars: true,
            defaultScalarType: 'unknown',
            scalars: {
              DateTime: 'number',
              Duration: 'number',
              JSON: 'unknown',
              Long: 'number',
              _FieldSet: 'string',
              federation__Scope: 'string',
            },
            mapperTypeSuffix: 'Model',
            contextType: `../context.ts#${contextName(name)}`,
            ...(existsSync(mappers) ? { mappers: await mappersOf(mappers) } : {}),
          },
        },
      },
    },
    true,
  );
}
console.log('Resolver types are written.');

/** `journey-graph` has `JourneyGraphContext`. */
function contextName(subgraph: string): string {
  const words = subgraph.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Context`;
}

/** GraphQL type name to the domain type behind it, as the subgraph's mappers file lists them. */
async function mappersOf(file: string): Promise<Record<string, string>> {
  const { mappers } = (await import(file)) as { mappers: Record<string, string> };
  return mappers;
}
