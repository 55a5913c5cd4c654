import type { Document, Value } from '../../values/value.ts';
import type { PathStatement } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import { compileDepth } from '../graph/depth.ts';
import { compileGraph } from '../graph/edge-sources.ts';
import { GraphAccess, vertexIdOf } from '../graph/graph-access.ts';
import { kShortestPaths } from '../graph/k-shortest-paths.ts';
import { allShortestPaths, kPaths, type Path, type Paths, shortestPath } from '../graph/paths.ts';
import { orderedAsMet } from '../graph/path-order.ts';
import { edgeCost, pathOptionNames } from '../graph/search-options.ts';
import type { Frame } from '../run/runtime.ts';
import type { Pausing, Rows, Step } from '../run/step.ts';
import { explainGraph } from './explain-graph.ts';
import { readOptions } from './options.ts';

/** A search for paths between two vertices. */
export function pathStep(statement: PathStatement, context: CompileContext): Step {
  const { search } = statement;
  const depth = compileDepth(statement.depth, context);
  const from = context.rowExpression(statement.from);
  const to = context.rowExpression(statement.to);
  const graph = compileGraph(statement.graph, statement.direction, context);
  const optionsReader = readOptions(statement.options, context, pathOptionNames);
  context.scopes.open('for');
  const [first, second] = statement.variables.map((declaration) => context.declare(declaration));

  function* find(frame: Frame, access: GraphAccess): Paths {
    const { runtime } = frame;
    const source = vertexIdOf(from(frame), runtime, search);
    const target = vertexIdOf(to(frame), runtime, search);
    if (source === null || target === null) return undefined;
    const ends = { from: source, to: target };
    const cost = edgeCost(optionsReader(frame));
    switch (search) {
      case 'SHORTEST_PATH': {
        const path =
          cost === null
            ? yield* firstOf(orderedAsMet(allShortestPaths(access, ends), access))
            : yield* shortestPath(access, ends, cost);
        if (path !== null) yield path;
        return undefined;
      }
      case 'ALL_SHORTEST_PATHS':
        return yield* orderedAsMet(allShortestPaths(access, ends), access);
      case 'K_SHORTEST_PATHS': {
        const paths = kShortestPaths(access, ends, cost);
        return yield* cost === null ? orderedAsMet(paths, access) : paths;
      }
      case 'K_PATHS':
        return yield* orderedAsMet(kPaths(access, ends, depth(frame)), access);
      default:
        return search satisfies never;
    }
  }

  function* emitVertices(frame: Frame, path: Path, access: GraphAccess): Rows {
    for (const [i, id] of path.ids.entries()) {
      if (first !== undefined) frame.registers[first.slot] = access.vertex(id);
      if (second !== undefined) frame.registers[second.slot] = path.edges[i - 1] ?? null;
      yield 'row';
    }
    return undefined;
  }

  return {
    *run(frame, input) {
      const { runtime } = frame;
      const resolved = graph({ binds: runtime.binds, store: runtime.store });
      const access = new GraphAccess(runtime, resolved, { edges: null, vertices: null });
      for (const turn of input) {
        if (turn === 'pause') {
          yield turn;
          continue;
        }
        for (const path of find(frame, access)) {
          if (path === 'pause') {
            yield path;
            continue;
          }
          if (search === 'SHORTEST_PATH') {
            yield* emitVertices(frame, path, access);
            continue;
          }
          if (first !== undefined) frame.registers[first.slot] = pathValue(path, access, search);
          yield 'row';
        }
      }
      return undefined;
    },
    explain: (store, binds) => [
      explainGraph(
        search === 'SHORTEST_PATH' ? 'ShortestPathNode' : 'EnumeratePathsNode',
        graph({ binds, store }),
        {
          directions: statement.direction,
          ...(search !== 'SHORTEST_PATH' && { pathType: search }),
        },
      ),
    ],
  };
}

function* firstOf(paths: Paths): Pausing<Path | null> {
  for (const path of paths) {
    if (path !== 'pause') return path;
    yield path;
  }
  return null;
}

function pathValue(path: Path, access: GraphAccess, search: PathStatement['search']): Document {
  const vertices = path.ids.map((id): Value => access.vertex(id));
  const { edges, weight } = path;
  return search === 'K_SHORTEST_PATHS' ? { edges, vertices, weight } : { edges, vertices };
}
