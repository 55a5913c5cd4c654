import { runSubgraph } from '@customer360/subgraph';
import { loadProfileEnv } from './env.ts';
import { profileMigrations } from './migrations/index.ts';
import { createProfileSubgraph } from './subgraph.ts';

const env = loadProfileEnv(process.env);

await runSubgraph({
  name: 'profile',
  env,
  database: env.database,
  migrations: profileMigrations,
  async build(parts) {
    const { identifiers, commandTimeoutMs } = env;
    return { subgraph: await createProfileSubgraph({ ...parts, identifiers, commandTimeoutMs }) };
  },
});
