import { spawnSync } from 'node:child_process';

/** Runs the tests of the journey graph on a real ArangoDB: the same tests that run on the engine in the process. */
const url = process.env['ARANGO_URL'];
if (url === undefined || url === '') {
  console.error(
    'ARANGO_URL is not set. Start ArangoDB 3.11 and say where it is, for example ' +
      'ARANGO_URL=http://127.0.0.1:8529 ARANGO_USER=root ARANGO_PASSWORD=... npm run test:arango',
  );
  process.exit(2);
}
const answer = await fetch(new URL('/_api/version', url)).catch((error: unknown) => error);
if (!(answer instanceof Response)) {
  console.error(`No server answers at ARANGO_URL ${url}.`);
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'subgraphs/journey-graph', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
