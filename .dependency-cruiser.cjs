/** Who may import whom. scripts/check-dependency-rules.ts plants a violation of each rule and shows it is caught. */
const TESTS = '\\.(test|contract|browser)\\.ts$|/test/|/oracle/|^bench/|^packages/testing/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-subgraph-imports-another',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^subgraphs/([^/]+)/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'apps-stay-apart',
      comment:
        'gateway, ingestion and subgraphs import schema and packages only; standalone and bench compose them',
      severity: 'error',
      from: { path: '^(gateway|ingestion|subgraphs)/', pathNot: TESTS },
      to: { path: '^(gateway|ingestion|subgraphs|standalone|bench)/', pathNot: '^$1/' },
    },
    {
      name: 'packages-import-no-app',
      severity: 'error',
      from: { path: '^(packages|schema)/' },
      to: { path: '^(gateway|ingestion|subgraphs|standalone|bench)/' },
    },
    {
      name: 'graphql-only-at-the-edge',
      severity: 'error',
      from: {
        path: '^(packages|ingestion|subgraphs)/',
        pathNot: [
          '/resolvers/',
          '/src/(schema|server|subgraph|main|context)\\.ts$',
          '^packages/(authorization|subgraph|testing)/',
          '/__generated__/',
          TESTS,
        ],
      },
      to: { path: '(^|node_modules/)(graphql|@apollo)(/|$)' },
    },
    {
      name: 'kysely-not-in-resolvers',
      severity: 'error',
      from: { path: '/resolvers/' },
      to: { path: 'node_modules/kysely/' },
    },
    {
      name: 'drivers-only-in-their-package',
      severity: 'error',
      from: { path: '.', pathNot: ['^packages/(postgres|testing)/', TESTS] },
      to: { path: '(^|node_modules/)(pg|@electric-sql/[^/]+)(/|$)' },
    },
    {
      name: 'arangojs-only-in-the-graph-store',
      severity: 'error',
      from: { path: '.', pathNot: ['^subgraphs/journey-graph/src/store/', TESTS] },
      to: { path: '(^|node_modules/)arangojs(/|$)' },
    },
    {
      name: 'ioredis-only-behind-its-port',
      severity: 'error',
      from: { path: '.', pathNot: '^packages/redis/' },
      to: { path: '(^|node_modules/)ioredis(/|$)' },
    },
    {
      name: 'no-test-code-in-production',
      severity: 'error',
      from: { path: '.', pathNot: TESTS },
      to: { path: ['^packages/testing/', '\\.(test|contract)\\.ts$', '/oracle/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?!.*node_modules/).*/(dist|__generated__)/|^gateway/src/playground/app/' },
    tsPreCompilationDeps: true,
    preserveSymlinks: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
