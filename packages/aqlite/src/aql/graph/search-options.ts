import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import type { Options } from '../steps/options.ts';

export interface TraversalOptions {
  readonly order: 'bfs' | 'dfs' | 'weighted';
  readonly uniqueVertices: 'none' | 'path' | 'global';
  readonly uniqueEdges: 'none' | 'path';
}

export const traversalOptionNames = [
  'order',
  'bfs',
  'uniqueVertices',
  'uniqueEdges',
  'edgeCollections',
  'vertexCollections',
  'weightAttribute',
  'defaultWeight',
  'maxProjections',
  'parallelism',
  'useCache',
] as const;

export const pathOptionNames = ['weightAttribute', 'defaultWeight', 'algorithm', 'useCache'] as const;

export function traversalOptions(options: Options): TraversalOptions {
  const chosen = oneOf(options('order'), ['bfs', 'dfs', 'weighted'], 'order');
  const order = chosen ?? (options('bfs') === true ? 'bfs' : 'dfs');
  const uniqueVertices =
    oneOf(options('uniqueVertices'), ['none', 'path', 'global'], 'uniqueVertices') ?? 'none';
  const uniqueEdges = oneOf(options('uniqueEdges'), ['none', 'path', 'global'], 'uniqueEdges') ?? 'path';
  if (uniqueEdges === 'global') {
    throw badOption(
      "uniqueEdges: 'global' is not supported, due to otherwise unpredictable results. Use 'path' or 'none' instead",
    );
  }
  if (uniqueVertices === 'global' && order === 'dfs') {
    throw badOption(
      "uniqueVertices: 'global' is only supported, with mode: bfs due to otherwise unpredictable results.",
    );
  }
  return { order, uniqueVertices, uniqueEdges };
}

function oneOf<T extends string>(value: Value, allowed: readonly T[], name: string): T | null {
  if (value === null) return null;
  const word = typeof value === 'string' ? allowed.find((each) => each === value.toLowerCase()) : undefined;
  if (word === undefined) throw badOption(`invalid value for option '${name}'`);
  return word;
}

function badOption(message: string): ArangoError {
  return new ArangoError(10, `AQL: ${message} (while instantiating plan)`);
}

/** A list of collection names given as one string or an array; null, without a restriction, when not given or empty. */
export function collectionNames(value: Value): readonly string[] | null {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0) return null;
  return (value as readonly Value[]).filter((name) => typeof name === 'string');
}

/** The cost of an edge; null when edges are only counted. */
export type EdgeCost = ((edge: { readonly [attribute: string]: Value }) => number) | null;

export function edgeCost(options: Options): EdgeCost {
  const attribute = options('weightAttribute');
  const given = options('defaultWeight');
  const fallback = typeof given === 'number' ? given : 1;
  if (fallback < 0) throw badOption('defaultWeight must not be negative');
  if (typeof attribute !== 'string') return typeof given === 'number' ? () => fallback : null;
  return (edge) => {
    const weight = edge[attribute];
    const cost = typeof weight === 'number' ? weight : fallback;
    if (cost < 0) throw new ArangoError(10, 'negative edge weight found');
    return cost;
  };
}
