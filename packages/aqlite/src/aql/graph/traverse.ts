import type { Document } from '../../values/value.ts';
import type { GraphAccess } from './graph-access.ts';
import { type Frontier, createFrontier } from './frontier.ts';
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
export function* traverse(start: string, traversal: Traversal): Generator<PathStep, undefined, undefined> {
  const { access, min, max, options, cost } = traversal;
  const frontier: Frontier<PathStep> = createFrontier(options.order, (step) => step.weight);
  const visited = new Set<string>();
  frontier.push({ id: start, edge: null, previous: null, depth: 0, weight: 0 });
  for (;;) {
    const step = frontier.pop();
    if (step === undefined) return undefined;
    if (!traversal.accepts(step) || !isUnique(step, options, visited)) continue;
    const isPruned = traversal.isPruned(step);
    if (step.depth >= min) yield step;
    if (isPruned || step.depth >= max) continue;
    for (const { edge, id } of access.neighbours(step.id)) {
      if (visited.has(id)) continue;
      const weight = step.weight + (cost === null ? 1 : cost(edge));
      frontier.push({ id, edge, previous: step, depth: step.depth + 1, weight });
    }
  }
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
