// Bundles the playground into the directory named by the first argument. A process of its own: the bundler takes 0.9 GB of
// memory for a few seconds, which the gateway must not keep.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'vite';

const [outDir] = process.argv.slice(2);
if (outDir === undefined) throw new Error('Name the directory to build into.');

await build({
  configFile: false,
  root: fileURLToPath(new URL('app', import.meta.url)),
  base: '/playground/',
  // Libraries mark modules for server rendering; the bundler warns of each mark.
  logLevel: 'error',
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});

const assets = join(outDir, 'assets');
for (const name of await readdir(assets)) {
  const file = join(assets, name);
  await writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file)));
}
