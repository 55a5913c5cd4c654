import type { Document } from '../../values/value.ts';
import type { GraphAccess } from './graph-access.ts';
import { breadthFirst, depthFirst, type Expansion, leastWeightFirst } from './expansion-order.ts';
import type { EdgeCost, TraversalOptions } from './search-options.ts';

/** The end of a path: the path is read backwards from it. */
export interface PathStep {
  readonly id: string;
  readonly edge: Document | null;
  readonly previous: PathStep | null;
  readonly depth: number;
  readonly weight: number;
}

export interface Traversal {
  readonly access: GraphAccess;
  readonly min: number;
  readonly max: number;
  readonly options: TraversalOptions;
  readonly cost: EdgeCost;
  /** Conditions that hold for the path and all that extend it. */
  accepts(step: PathStep): boolean;
  isPruned(step: PathStep): boolean;
}

/** The paths from a vertex in the order of 3.11: depth first takes the last edge first. */
export function* traverse(
  start: string,
  traversal: Traversal,
): Generator<PathStep | 'pause', undefined, undefined> {
  const { min, max, options } = traversal;
  const visited = new Set<string>();
  const expansion = expansionOf(traversal, visited);
  const first: PathStep = { id: start, edge: null, previous: null, depth: 0, weight: 0 };
  for (let step: PathStep | 'pause' | undefined = first; step !== undefined; step = expansion.next()) {
    if (step === 'pause') {
      yield step;
      continue;
    }
    if (!traversal.accepts(step) || !isUnique(step, options, visited)) continue;
    const isPruned = traversal.isPruned(step);
    if (step.depth >= min) yield step;
    if (!isPruned && step.depth < max) expansion.expand(step);
  }
  return undefined;
}

function expansionOf(traversal: Traversal, visited: ReadonlySet<string>): Expansion<PathStep> {
  const { order } = traversal.options;
  const neighbours = (step: PathStep) => stepsFrom(step, traversal, visited);
  switch (order) {
    case 'dfs':
      return depthFirst(neighbours);
    case 'bfs':
      return breadthFirst(neighbours);
    case 'weighted':
      return leastWeightFirst(neighbours, ({ weight }) => weight);
    default:
      return order satisfies never;
  }
}

function* stepsFrom(
  step: PathStep,
  { access, options, cost }: Traversal,
  visited: ReadonlySet<string>,
): Generator<PathStep | 'pause', undefined, undefined> {
  const isKept = options.order !== 'dfs';
  const reading = { isLastFirst: options.order === 'dfs', depth: step.depth };
  for (const neighbour of access.neighbours(step.id, reading)) {
    if (neighbour === 'pause') {
      yield neighbour;
      continue;
    }
    const { edge, id } = neighbour;
    if (visited.has(id)) continue;
    if (isKept) access.keep();
    const weight = step.weight + (cost === null ? 1 : cost(edge));
    yield { id, edge, previous: step, depth: step.depth + 1, weight };
  }
  return undefined;
}

function isUnique(step: PathStep, options: TraversalOptions, visited: Set<string>): boolean {
  if (options.uniqueVertices === 'global') {
    if (visited.has(step.id)) return false;
    visited.add(step.id);
    return true;
  }
  const byVertex = options.uniqueVertices === 'path';
  if (!byVertex && options.uniqueEdges === 'none') return true;
  for (let earlier = step.previous; earlier !== null; earlier = earlier.previous) {
    if (byVertex ? earlier.id === step.id : isSameEdge(earlier.edge, step.edge)) return false;
  }
  return true;
}

function isSameEdge(left: Document | null, right: Document | null): boolean {
  return left !== null && right !== null && left['_id'] === right['_id'];
}

/** The steps of a path from its start. */
export function stepsOf(end: PathStep): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let step: PathStep | null = end; step !== null; step = step.previous) steps.push(step);
  return steps.toReversed();
}
