import graphql from '@graphql-eslint/eslint-plugin';

// Only GraphQL files: oxlint reads the TypeScript.
export default [
  {
    files: ['schema/*.graphql'],
    ignores: ['schema/supergraph.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: ['schema/*.graphql', '!schema/supergraph.graphql'] } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      '@graphql-eslint/require-description': [
        'error',
        { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
      ],
      '@graphql-eslint/naming-convention': [
        'error',
        {
          types: 'PascalCase',
          FieldDefinition: 'camelCase',
          InputValueDefinition: 'camelCase',
          EnumValueDefinition: 'UPPER_CASE',
          DirectiveDefinition: 'camelCase',
        },
      ],
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/no-hashtag-description': 'error',
      '@graphql-eslint/description-style': 'off',
    },
  },
];
