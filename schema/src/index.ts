export { subgraphs, subgraphSdl, supergraphSdl, type SubgraphEntry } from './contract.ts';
