import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const FOLDERS = ['schema', 'packages', 'ingestion', 'gateway', 'subgraphs', 'standalone', 'bench'];

/** One violation of each rule: files to plant, and the rule that must name them. */
const PLANTS: readonly { readonly rule: string; readonly files: Readonly<Record<string, string>> }[] = [
  {
    rule: 'no-cycles',
    files: {
      'packages/service/src/planted-a.ts': "export { b } from './planted-b.ts';\nexport const a = 1;\n",
      'packages/service/src/planted-b.ts': "export { a } from './planted-a.ts';\nexport const b = 1;\n",
    },
  },
  {
    rule: 'no-subgraph-imports-another',
    files: {
      'subgraphs/planted/src/planted.ts': "export { x } from '../../profile/src/planted-target.ts';\n",
      'subgraphs/profile/src/planted-target.ts': 'export const x = 1;\n',
    },
  },
  {
    rule: 'apps-stay-apart',
    files: {
      'gateway/src/planted.ts': "export { x } from '../../ingestion/src/planted-target.ts';\n",
      'ingestion/src/planted-target.ts': 'export const x = 1;\n',
    },
  },
  {
    rule: 'packages-import-no-app',
    files: {
      'packages/service/src/planted.ts': "export { x } from '../../../gateway/src/planted-target.ts';\n",
      'gateway/src/planted-target.ts': 'export const x = 1;\n',
    },
  },
  {
    rule: 'graphql-only-at-the-edge',
    files: { 'subgraphs/profile/src/profiles/planted.ts': "export { GraphQLError } from 'graphql';\n" },
  },
  {
    rule: 'graphql-only-at-the-edge',
    files: { 'packages/masking/src/planted.ts': "export { GraphQLError } from 'graphql';\n" },
  },
  {
    rule: 'kysely-not-in-resolvers',
    files: { 'subgraphs/profile/src/resolvers/planted.ts': "export { sql } from 'kysely';\n" },
  },
  {
    rule: 'drivers-only-in-their-package',
    files: {
      'ingestion/src/planted.ts': "export { Pool } from 'pg';\n",
    },
  },
  {
    rule: 'arangojs-only-in-the-graph-store',
    files: {
      'subgraphs/journey-graph/src/planted.ts': "export { Database } from 'arangojs';\n",
    },
  },
  {
    rule: 'ioredis-only-behind-its-port',
    files: {
      'packages/service/src/planted.ts': "export { Redis } from 'ioredis';\n",
    },
  },
  {
    rule: 'no-test-code-in-production',
    files: { 'packages/postgres/src/planted.ts': "export * from '@customer360/testing';\n" },
  },
];

function cruise(folders: readonly string[]): string {
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const result = spawnSync(
    process.execPath,
    [cli, '--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...folders],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return `${result.stdout}${result.stderr}`;
}

function isClean(report: string): boolean {
  return report.includes('no dependency violations found');
}

function withPlanted<T>(files: Readonly<Record<string, string>>, work: () => T): T {
  const made: string[] = [];
  try {
    for (const [file, text] of Object.entries(files)) {
      const path = join(root, file);
      const firstNew = mkdirSync(dirname(path), { recursive: true });
      made.push(firstNew ?? path);
      writeFileSync(path, text);
    }
    return work();
  } finally {
    for (const path of made) rmSync(path, { recursive: true, force: true });
  }
}

const report = cruise(FOLDERS);
if (!isClean(report)) {
  console.error(report);
  process.exit(1);
}
if (process.argv.includes('--plant')) {
  for (const { rule, files } of PLANTS) {
    const planted = withPlanted(files, () => cruise(FOLDERS));
    if (!planted.includes(`error ${rule}:`)) {
      console.error(`A planted violation of ${rule} was not caught:\n${planted}`);
      process.exit(1);
    }
    console.log(`caught: ${rule}`);
  }
}
console.log('Dependency rules hold.');
