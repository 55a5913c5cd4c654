export { apiSchema } from './api-schema.ts';
export { composeSupergraph, type Composition } from './compose.ts';
export { subgraphs, subgraphSdl, supergraphSdl, type SubgraphEntry } from './contract.ts';
