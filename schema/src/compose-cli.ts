import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeSupergraph } from './compose.ts';

const { supergraphSdl, errors, hints } = composeSupergraph();
for (const problem of [...errors, ...hints]) console.error(problem);
if (supergraphSdl === null || hints.length > 0) {
  console.error('The supergraph was not written: composition must give no error and no hint.');
  process.exit(1);
}
writeFileSync(fileURLToPath(new URL('../supergraph.graphql', import.meta.url)), supergraphSdl);
console.log('schema/supergraph.graphql is written.');
