import { isTruthy } from '../../values/casts.ts';
import type { Document, Value } from '../../values/value.ts';
import type { Statement, TraversalStatement } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import type { Variable } from '../compile/scope.ts';
import { compileDepth } from '../graph/depth.ts';
import { compileGraph } from '../graph/edge-sources.ts';
import { GraphAccess, vertexIdOf } from '../graph/graph-access.ts';
import { edgeConditions, hasDepthOne } from '../graph/edge-conditions.ts';
import { type PathCondition, pathConditions } from '../graph/path-conditions.ts';
import {
  collectionNames,
  edgeCost,
  traversalOptionNames,
  traversalOptions,
} from '../graph/search-options.ts';
import { type PathStep, stepsOf, traverse } from '../graph/traverse.ts';
import { VertexCentricReader } from '../graph/vertex-centric.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import type { Step } from '../run/step.ts';
import { readOptions } from './options.ts';
import { explainEdgeIndexes, explainGraph } from './explain-graph.ts';

/** A traversal, which gives each path's last vertex, its last edge and the path. */
export function traversalStep(
  statement: TraversalStatement,
  following: readonly Statement[],
  context: CompileContext,
): Step {
  const depth = compileDepth(statement.depth, context);
  const start = context.rowExpression(statement.start);
  const graph = compileGraph(statement.graph, statement.direction, context);
  const optionsReader = readOptions(statement.options, context, traversalOptionNames);
  const known = new Set(context.scopes.visible().map(({ name }) => name));
  context.scopes.open('for');
  const [vertex, edge, path] = statement.variables.map((declaration) => context.declare(declaration));
  const prune = compilePrune(statement, context);
  const conditions = [
    ...(path === undefined ? [] : pathConditions(path, following, { context, known })),
    ...(edge === undefined ? [] : edgeConditions(edge, following, { context, known })),
  ];
  const explainedConditions = conditions.filter(
    ({ needsDepthOne }) => !needsDepthOne || hasDepthOne(statement),
  );

  return {
    *run(frame, input) {
      const { registers, runtime } = frame;
      const options = optionsReader(frame);
      const settings = traversalOptions(options);
      const { min, max } = depth(frame);
      const isDepthOne = max <= 1 && settings.uniqueVertices !== 'global';
      const tested = conditions.filter(({ needsDepthOne }) => isDepthOne || !needsDepthOne);
      const access = new GraphAccess(runtime, graph({ binds: runtime.binds, store: runtime.store }), {
        edges: collectionNames(options('edgeCollections')),
        vertices: collectionNames(options('vertexCollections')),
        reader: new VertexCentricReader(frame, tested),
      });
      const isWeighted = settings.order === 'weighted';
      const place = (step: PathStep, withPath: boolean) => {
        if (vertex !== undefined && vertex.isUsed) registers[vertex.slot] = access.vertex(step.id);
        if (edge !== undefined) registers[edge.slot] = step.edge;
        if (path !== undefined && withPath) registers[path.slot] = pathOf(step, access);
      };
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        const id = vertexIdOf(start(frame), runtime, 'traversal');
        if (id === null) continue;
        const steps = traverse(id, {
          access,
          min,
          max,
          options: settings,
          cost: isWeighted ? edgeCost(options) : null,
          accepts: (step) => tested.every((condition) => meets(condition, step, { access, frame })),
          isPruned: (step) => {
            if (prune === null) return false;
            place(step, prune.usesPath);
            const value = prune.evaluate(frame);
            if (prune.variable !== null) registers[prune.variable.slot] = value;
            return isTruthy(value);
          },
        });
        for (const step of steps) {
          if (step === 'pause') {
            yield step;
            continue;
          }
          place(step, path?.isUsed ?? false);
          yield 'row';
        }
      }
      return undefined;
    },
    explain: (store, binds) => [
      explainGraph('TraversalNode', graph({ binds, store }), {
        directions: statement.direction,
        ...explainEdgeIndexes(graph({ binds, store }), explainedConditions, store),
        pushedConditions: explainedConditions.length,
        ...(prune !== null && { prune: true }),
      }),
    ],
  };
}

interface Prune {
  readonly evaluate: Evaluate;
  readonly usesPath: boolean;
  readonly variable: Variable | null;
}

function compilePrune(statement: TraversalStatement, context: CompileContext): Prune | null {
  if (statement.prune === null) return null;
  const { evaluate, usage } = context.analysed(statement.prune.condition);
  const name = statement.variables[2]?.name;
  const slot = name === undefined ? undefined : context.scopes.find(name)?.slot;
  const { variable } = statement.prune;
  return {
    evaluate,
    usesPath: slot !== undefined && usage.slots.has(slot),
    variable: variable === null ? null : context.declare(variable),
  };
}

function pathOf(end: PathStep, access: GraphAccess): Document {
  const steps = stepsOf(end);
  const vertices = steps.map(({ id }): Value => access.vertex(id));
  const edges = steps.flatMap(({ edge }) => (edge === null ? [] : [edge]));
  return { vertices, edges, weights: steps.map(({ weight }) => weight) };
}

function meets(
  condition: PathCondition,
  step: PathStep,
  place: { readonly access: GraphAccess; readonly frame: Frame },
): boolean {
  const { part, position, slot, evaluate } = condition;
  const reached = part === 'edges' ? step.depth - 1 : step.depth;
  if (reached < 0 || (position !== null && position !== reached)) return true;
  const member = part === 'edges' ? step.edge : place.access.vertex(step.id);
  place.frame.registers[slot] = position === null ? [member] : member;
  return isTruthy(evaluate(place.frame));
}
