import { compareCodePoints } from '../input/code-points.ts';

/** Units that are at a step at a depth and where they go; `to` is null when they end or are cut there. */
export interface DepthMove {
  readonly depth: number;
  readonly from: string;
  readonly to: string | null;
  readonly units: number;
  /** Units among them whose path ends here; the others with no `to` are cut. */
  readonly ended: number;
}

export interface SankeyNode {
  /** Unique within the answer. */
  readonly id: string;
  readonly depth: number;
  readonly step: string;
  readonly units: number;
  readonly ended: number;
  readonly cut: number;
}

export interface SankeyLink {
  readonly source: string;
  readonly target: string;
  readonly depth: number;
  readonly units: number;
}

/** Flow of units by depth; at every node units = units of outgoing links + ended + cut (JOURNEYS rule 12). */
export interface Sankey {
  readonly units: number;
  readonly nodes: readonly SankeyNode[];
  readonly links: readonly SankeyLink[];
}

/** Stands for all steps of a depth that are not shown. A step of this name keeps a node of its own. */
export const OTHER = '(other)';

type Counted = { -readonly [Key in keyof SankeyNode]: SankeyNode[Key] };
type Linked = { readonly source: Counted; readonly target: Counted; units: number };

/** Shows the `maxSteps` steps of each depth with the most units; the others of the depth become one node. */
export function toSankey(moves: readonly DepthMove[], maxSteps: number): Sankey {
  const shown = shownSteps(moves, maxSteps);
  const nodes = new Map<string, Counted>();
  const links = new Map<string, Linked>();
  const nodeAt = (depth: number, step: string): Counted => {
    const place = shown.get(depth)?.get(step);
    const id = `${depth}-${place ?? 'other'}`;
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const node = { id, depth, step: place === undefined ? OTHER : step, units: 0, ended: 0, cut: 0 };
    nodes.set(id, node);
    return node;
  };
  for (const { depth, from, to, units, ended } of moves) {
    const source = nodeAt(depth, from);
    source.units += units;
    source.ended += ended;
    if (to === null) {
      source.cut += units - ended;
      continue;
    }
    const target = nodeAt(depth + 1, to);
    const key = `${source.id} ${target.id}`;
    const link = links.get(key) ?? { source, target, units: 0 };
    link.units += units;
    links.set(key, link);
  }
  return inOrder([...nodes.values()], [...links.values()]);
}

/** The steps of each depth that keep a node of their own, with their rank. */
function shownSteps(
  moves: readonly DepthMove[],
  maxSteps: number,
): ReadonlyMap<number, ReadonlyMap<string, number>> {
  const unitsByDepth = new Map<number, Map<string, number>>();
  for (const { depth, from, units } of moves) {
    const steps = unitsByDepth.get(depth) ?? new Map<string, number>();
    steps.set(from, (steps.get(from) ?? 0) + units);
    unitsByDepth.set(depth, steps);
  }
  return new Map(
    [...unitsByDepth].map(([depth, steps]) => {
      const ranked = [...steps].toSorted((a, b) => b[1] - a[1] || compareCodePoints(a[0], b[0]));
      return [depth, new Map(ranked.slice(0, maxSteps).map(([step], rank) => [step, rank]))];
    }),
  );
}

function inOrder(nodes: readonly Counted[], links: readonly Linked[]): Sankey {
  const ordered = nodes.toSorted(
    (a, b) =>
      a.depth - b.depth ||
      b.units - a.units ||
      compareCodePoints(a.step, b.step) ||
      compareCodePoints(a.id, b.id),
  );
  const place = new Map(ordered.map(({ id }, index) => [id, index]));
  const placeOf = ({ id }: SankeyNode): number => place.get(id) ?? 0;
  return {
    units: nodes.reduce((sum, { depth, units }) => sum + (depth === 0 ? units : 0), 0),
    nodes: ordered,
    links: links
      .toSorted(
        (a, b) =>
          a.source.depth - b.source.depth ||
          b.units - a.units ||
          compareCodePoints(a.source.step, b.source.step) ||
          compareCodePoints(a.target.step, b.target.step) ||
          placeOf(a.source) - placeOf(b.source) ||
          placeOf(a.target) - placeOf(b.target),
      )
      .map(({ source, target, units }) => ({
        source: source.id,
        target: target.id,
        depth: source.depth,
        units,
      })),
  };
}
