export type { ProfileContext } from './context.ts';
export { profileMigrations } from './migrations/index.ts';
export { provisionSource } from './sources/provision-source.ts';
export { createProfileSubgraph } from './subgraph.ts';
export type { ProfileSubgraph, ProfileSubgraphOptions } from './subgraph.ts';
