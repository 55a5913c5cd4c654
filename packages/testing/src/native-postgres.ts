import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { onServer, withDatabase } from './native-databases.ts';

export interface NativePostgres {
  /**
   * Address of the maintenance database, loopback only, no password. Its user may make databases and roles but is no
   * superuser, because a superuser would pass by row-level security.
   */
  readonly url: string;
  /** The same as the superuser. */
  readonly superuserUrl: string;
  /** Stops the server at once and removes its data. */
  stop(): void;
}

/** `nobody`: PostgreSQL refuses to run as root. */
const UNPRIVILEGED = 65534;

/**
 * Starts a PostgreSQL server from installed programs on a free port, with its own temporary data folder.
 * `bin` is the folder of `initdb` and `pg_ctl`, PG_BIN when left out; as root the server runs as `nobody`,
 * who must be able to reach that folder. `settings` are lines of postgresql.conf.
 */
export async function startNativePostgres(
  options: {
    readonly bin?: string;
    readonly settings?: Readonly<Record<string, string>>;
  } = {},
): Promise<NativePostgres> {
  const bin = options.bin ?? process.env['PG_BIN'];
  if (!bin) throw new Error('PG_BIN must name the folder of initdb and pg_ctl');
  const isRoot = process.getuid?.() === 0;
  const folder = mkdtempSync(join(tmpdir(), 'customer360-postgres-'));
  chmodSync(folder, 0o700);
  if (isRoot) chownSync(folder, UNPRIVILEGED, UNPRIVILEGED);
  const data = join(folder, 'data');
  const run = (program: string, args: readonly string[]) => {
    const command = [join(bin, program), ...args];
    const user = `--reuid=${UNPRIVILEGED}`;
    const [file = '', ...rest] = isRoot
      ? ['setpriv', user, `--regid=${UNPRIVILEGED}`, '--clear-groups', ...command]
      : command;
    const env = { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8' };
    execFileSync(file, rest, { env, cwd: folder, stdio: 'ignore' });
  };
  const port = await freePort();
  const settings = Object.entries(options.settings ?? {}).map(([name, value]) => `-c ${name}=${value}`);
  const server = [`-p ${port}`, '-h 127.0.0.1', "-k ''", ...settings].join(' ');
  const stop = () => {
    try {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  run('initdb', ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8']);
  run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', server, 'start']);
  const superuserUrl = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await onServer(superuserUrl, (client) => client.query('create role customer360 login createdb createrole'));
  // Only a superuser may install extensions; every new database is a copy of template1.
  const templateUrl = withDatabase(superuserUrl, 'template1');
  await onServer(templateUrl, (client) => client.query('create extension if not exists vector'));
  return { url: `postgres://customer360@127.0.0.1:${port}/postgres`, superuserUrl, stop };
}
