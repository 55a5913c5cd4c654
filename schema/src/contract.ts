import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** One line of supergraph.yaml. */
export interface SubgraphEntry {
  readonly name: string;
  readonly routingUrl: string;
  /** File name in this folder. */
  readonly file: string;
}

function readContractFile(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');
}

/** The subgraphs of the graph, in the order of supergraph.yaml. */
export function subgraphs(): readonly SubgraphEntry[] {
  const { subgraphs: entries } = parse(readContractFile('supergraph.yaml')) as {
    subgraphs: Record<string, { routing_url: string; schema: { file: string } }>;
  };
  return Object.entries(entries).map(([name, entry]) => ({
    name,
    routingUrl: entry.routing_url,
    file: entry.schema.file.replace(/^\.\//, ''),
  }));
}

/** The SDL of one subgraph. Throws when supergraph.yaml does not list it. */
export function subgraphSdl(name: string): string {
  const entry = subgraphs().find((subgraph) => subgraph.name === name);
  if (entry === undefined) throw new Error(`supergraph.yaml lists no subgraph "${name}"`);
  return readContractFile(entry.file);
}

/** The composed supergraph SDL as committed. */
export function supergraphSdl(): string {
  return readContractFile('supergraph.graphql');
}
