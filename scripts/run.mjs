// The front door of every npm script: installs the workspace, then runs the task on the workspace's own Node.
// Plain JavaScript without dependencies, because it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tasks = {
  start: ['standalone/src/main.ts'],
  test: ['node_modules/vitest/vitest.mjs', 'run'],
  'test:arango': ['scripts/test-arango.ts'],
  check: ['scripts/check.ts'],
  bench: ['bench/src/main.ts'],
  compose: ['schema/src/compose-cli.ts'],
  codegen: ['schema/src/codegen-cli.ts'],
  tenant: ['packages/event-log/src/tenant-cli.ts'],
};

function fail(message, status) {
  console.error(`\n${message}`);
  process.exit(status || 1);
}

/** True when the last install saw exactly this lockfile. */
function isInstalled() {
  const stamp = join(root, 'node_modules', '.installed');
  if (!existsSync(stamp) || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false;
  return readFileSync(stamp, 'utf8') === String(statSync(join(root, 'pnpm-lock.yaml')).mtimeMs);
}

function install() {
  if (isInstalled()) return;
  console.error('Installing the workspace (about half a minute the first time) ...');
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // Standard output belongs to the task (`--json`), so the installer writes to standard error.
  const result = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['inherit', 2, 2],
    shell: process.platform === 'win32',
  });
  if (result.error) fail(`Could not run npx: ${result.error.message}`);
  if (result.status !== 0) {
    fail('Installing failed: see above. The package registry must be reachable.', result.status);
  }
  writeFileSync(
    join(root, 'node_modules', '.installed'),
    String(statSync(join(root, 'pnpm-lock.yaml')).mtimeMs),
  );
}

const [task, ...args] = process.argv.slice(2);
const command = tasks[task];
if (!command) fail(`Unknown task "${task}". Tasks: ${Object.keys(tasks).join(', ')}`);
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.versions.node} is too old: Node 20 or newer is needed to start.`);
}
install();

const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const child = spawn(node, [...command, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1' },
  shell: process.platform === 'win32',
});
// The task decides how to stop. A terminal sends Ctrl-C to the task as well, so that one is not passed on twice.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`Could not run ${node}: ${error.message}`));
child.on('exit', (code, signal) => process.exit(signal ? 128 : (code ?? 1)));
