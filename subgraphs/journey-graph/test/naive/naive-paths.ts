import { byCodePoints, byProfile, sessionsOf, type RawEvent } from './history.ts';

export interface NaiveShape {
  readonly from: number;
  readonly to: number;
  readonly unit: 'SESSION' | 'PROFILE';
  readonly collapse: boolean;
  readonly start: string | null;
  readonly end: string | null;
  readonly exclude: readonly string[];
}

interface Unit {
  readonly profileId: string;
  readonly steps: readonly string[];
  readonly path: readonly string[];
}

/** JOURNEYS rule 10 up to the cut to a length, word by word; units without a path are left out. */
export function naiveUnits(history: readonly RawEvent[], shape: NaiveShape): readonly Unit[] {
  const { from, to } = shape;
  const isInRange = ({ at }: RawEvent): boolean => from <= at && at < to;
  const units = [...byProfile(history)].flatMap(([profileId, own]) => {
    const some =
      shape.unit === 'PROFILE'
        ? [own.filter(isInRange)]
        : sessionsOf(own).filter(([first]) => first !== undefined && isInRange(first));
    return some.map((events) => ({ profileId, steps: events.map(({ step }) => step) }));
  });
  return units.flatMap((unit) => {
    const path = shaped(unit.steps, shape);
    return path === null || path.length === 0 ? [] : [{ ...unit, path }];
  });
}

function shaped(steps: readonly string[], { collapse, start, end, exclude }: NaiveShape): string[] | null {
  let path = steps.filter((step) => !exclude.includes(step));
  if (start !== null) {
    if (!path.includes(start)) return null;
    path = path.slice(path.indexOf(start));
  }
  if (end !== null) {
    const stop = path.indexOf(end, start === null ? 0 : 1);
    if (stop === -1) return null;
    path = path.slice(0, stop + 1);
  }
  return collapse ? path.filter((step, place) => place === 0 || path[place - 1] !== step) : path;
}

export function naiveTopPaths(
  history: readonly RawEvent[],
  question: NaiveShape & { readonly maxLength: number; readonly goal: string; readonly first: number },
): unknown {
  const { maxLength, goal, first, start, end } = question;
  const units = naiveUnits(history, question).map((unit) => ({
    ...unit,
    path: start === null && end !== null ? unit.path.slice(-maxLength) : unit.path.slice(0, maxLength),
    converts: unit.steps.includes(goal),
  }));
  const groups = [...Map.groupBy(units, ({ path }) => JSON.stringify(path)).values()].map((same) => ({
    steps: same[0]?.path ?? [],
    units: same.length,
    profiles: new Set(same.map(({ profileId }) => profileId)).size,
    conversions: same.filter(({ converts }) => converts).length,
  }));
  groups.sort((a, b) => b.units - a.units || byPath(a.steps, b.steps));
  return {
    units: units.length,
    distinctPaths: groups.length,
    conversions: units.filter(({ converts }) => converts).length,
    paths: groups.slice(0, first),
  };
}

function byPath(a: readonly string[], b: readonly string[]): number {
  for (const [place, step] of a.entries()) {
    const other = b[place];
    if (other === undefined) return 1;
    const order = byCodePoints(step, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Nodes as depth, step, units, ended, cut and links as depth, two steps, units; in no order. */
export function naiveSankey(
  history: readonly RawEvent[],
  question: NaiveShape & { readonly maxDepth: number; readonly maxSteps: number },
): { readonly units: number; readonly nodes: readonly string[]; readonly links: readonly string[] } {
  const units = naiveUnits(history, question);
  const name = nodeNames(units, question.maxSteps);
  const nodes = new Map<string, [number, number, number]>();
  const links = new Map<string, number>();
  for (const { path } of units) {
    for (let depth = 0; depth < path.length && depth <= question.maxDepth; depth += 1) {
      const here = name(depth, path[depth] ?? '');
      const isLast = depth === path.length - 1;
      const isCut = !isLast && depth === question.maxDepth;
      const [count, ended, cut] = nodes.get(here) ?? [0, 0, 0];
      nodes.set(here, [count + 1, ended + Number(isLast), cut + Number(isCut)]);
      if (isLast || isCut) continue;
      const link = `${here} to ${name(depth + 1, path[depth + 1] ?? '')}`;
      links.set(link, (links.get(link) ?? 0) + 1);
    }
  }
  return {
    units: units.length,
    nodes: [...nodes].map(([node, counts]) => `${node}: ${counts.join(' ')}`),
    links: [...links].map(([link, count]) => `${link}: ${count}`),
  };
}

function nodeNames(units: readonly Unit[], maxSteps: number): (depth: number, step: string) => string {
  return (depth, step) => {
    const here = units.flatMap(({ path }) => path.slice(depth, depth + 1));
    const ranked = [...Map.groupBy(here, (one) => one)]
      .toSorted(([a, left], [b, right]) => right.length - left.length || byCodePoints(a, b))
      .map(([one]) => one);
    return `${depth} ${ranked.indexOf(step) < maxSteps ? JSON.stringify(step) : 'the others'}`;
  };
}
