import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = (path: string) => join(root, 'node_modules', path);

/** Each check with the command that fails when it does not hold. All run on the workspace's own Node. */
const CHECKS: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'resolver types', args: ['schema/src/codegen-cli.ts'] },
  { name: 'types', args: [bin('typescript7/bin/tsc'), '-p', '.', '--noEmit'] },
  {
    name: 'types of the playground',
    args: [bin('typescript7/bin/tsc'), '-p', 'gateway/src/playground/app', '--noEmit'],
  },
  { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '.'] },
  { name: 'lint GraphQL', args: [bin('eslint/bin/eslint.js'), '--max-warnings=0', 'schema'] },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  {
    name: 'dependency rules',
    args: ['scripts/check-dependency-rules.ts', ...process.argv.filter((argument) => argument === '--plant')],
  },
  { name: 'unused code and dependencies', args: [bin('knip/bin/knip.js')] },
];

const failed: string[] = [];
for (const { name, args } of CHECKS) {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status !== 0) failed.push(name);
}
console.log(failed.length === 0 ? 'All checks hold.' : `Failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
