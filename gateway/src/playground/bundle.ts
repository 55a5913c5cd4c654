import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built playground: its page, still without configuration, and its files by name. */
export interface Bundle {
  readonly page: string;
  readonly assets: ReadonlyMap<string, Asset>;
}

export interface Asset {
  readonly file: string;
  readonly type: string;
  readonly bytes: number;
  /** Null when no compressed twin stands beside the file. */
  readonly gzip: { readonly file: string; readonly bytes: number } | null;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const builds = fileURLToPath(new URL('../../dist/playground', import.meta.url));
const lockfile = fileURLToPath(new URL('../../../pnpm-lock.yaml', import.meta.url));

/** Finds the playground built from today's sources and dependencies, or builds it, which takes some seconds. */
export async function openBundle(): Promise<Bundle> {
  const directory = join(builds, await fingerprint());
  if (!existsSync(directory)) await buildInto(directory);
  return readBundle(directory);
}

export async function readBundle(directory: string): Promise<Bundle> {
  const folder = join(directory, 'assets');
  const names = (await readdir(folder)).filter((name) => extname(name) !== '.gz');
  const assets = names.map(async (name) => [name, await assetOf(join(folder, name))] as const);
  return {
    page: await readFile(join(directory, 'index.html'), 'utf8'),
    assets: new Map(await Promise.all(assets)),
  };
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

async function assetOf(file: string): Promise<Asset> {
  const zipped = `${file}.gz`;
  return {
    file,
    type: types[extname(file)] ?? 'application/octet-stream',
    bytes: (await stat(file)).size,
    gzip: existsSync(zipped) ? { file: zipped, bytes: (await stat(zipped)).size } : null,
  };
}

/** Changes with the playground's sources and with any dependency. */
async function fingerprint(): Promise<string> {
  const app = join(here, 'app');
  const names = (await readdir(app)).toSorted().map((name) => join(app, name));
  const hash = createHash('sha256');
  for (const file of [...names, join(here, 'build-cli.ts'), lockfile]) {
    if (existsSync(file)) hash.update(file.slice(here.length)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Builds beside and renames, so that two that start together cannot see half a build. */
async function buildInto(directory: string): Promise<void> {
  await mkdir(builds, { recursive: true });
  const unfinished = `${directory}.${randomUUID()}`;
  const child = spawn(process.execPath, [join(here, 'build-cli.ts'), unfinished], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the playground could not be built: ${complaints.slice(-2_000)}`);
  await removeOldBuilds();
  await rename(unfinished, directory).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

/** Another process may still serve a build of yesterday's sources, or be at work on one of its own. */
async function removeOldBuilds(): Promise<void> {
  const old = Date.now() - 7 * 24 * 60 * 60_000;
  for (const name of await readdir(builds)) {
    const directory = join(builds, name);
    if ((await stat(directory)).mtimeMs < old) await rm(directory, { recursive: true, force: true });
  }
}
