import type { IndexCondition, IndexOrder } from '../compile/index-conditions.ts';
import type { IndexView } from '../ports.ts';

/** An index with the conditions that it serves. */
export interface IndexChoice {
  readonly index: IndexView;
  /** One for each leading field: `==` or IN. */
  readonly equalities: readonly IndexCondition[];
  readonly lower: IndexCondition | null;
  readonly upper: IndexCondition | null;
  /** The documents come in the wanted order. */
  readonly isSorted: boolean;
}

/** The index that leaves the fewest documents, or null when none serves a condition or the order. */
export function chooseIndex(
  indexes: readonly IndexView[],
  conditions: readonly IndexCondition[],
  order: IndexOrder | null,
): IndexChoice | null {
  let best: IndexChoice | null = null;
  let bestScore = 0;
  for (const index of indexes) {
    const choice = useOf(index, conditions, order);
    const score = choice === null ? 0 : scoreOf(choice);
    if (score <= bestScore) continue;
    best = choice;
    bestScore = score;
  }
  return best;
}

function scoreOf({ index, equalities, lower, upper, isSorted }: IndexChoice): number {
  if (index.type === 'primary') return 1000;
  const isOne = index.unique && equalities.length === index.fields.length ? 500 : 0;
  const ranges = (lower === null ? 0 : 3) + (upper === null ? 0 : 3);
  return isOne + equalities.length * 10 + ranges + (index.type === 'edge' ? 1 : 0) + (isSorted ? 2 : 0);
}

function useOf(
  index: IndexView,
  conditions: readonly IndexCondition[],
  order: IndexOrder | null,
): IndexChoice | null {
  const equalityOn = (field: string) =>
    conditions.find((each) => each.field === field && each.operator === '==') ??
    conditions.find((each) => each.field === field && each.operator === 'IN') ??
    null;
  const bare = { lower: null, upper: null, isSorted: false };
  switch (index.type) {
    case 'primary': {
      const condition = equalityOn('_key') ?? equalityOn('_id');
      return condition === null ? null : { index, equalities: [condition], ...bare };
    }
    case 'edge': {
      const condition = equalityOn('_from') ?? equalityOn('_to');
      return condition === null ? null : { index, equalities: [condition], ...bare };
    }
    case 'persistent':
    case 'ttl':
      return useOfPersistent(index, conditions, { equalityOn, order });
    case 'inverted':
      return null;
    default:
      return index.type satisfies never;
  }
}

function useOfPersistent(
  index: IndexView,
  conditions: readonly IndexCondition[],
  wanted: {
    readonly equalityOn: (field: string) => IndexCondition | null;
    readonly order: IndexOrder | null;
  },
): IndexChoice | null {
  const equalities: IndexCondition[] = [];
  for (const field of index.fields) {
    const condition = wanted.equalityOn(field);
    if (condition === null) break;
    equalities.push(condition);
  }
  const next = index.fields[equalities.length];
  const bound = (...operators: readonly string[]) =>
    conditions.find(({ field, operator }) => field === next && operators.includes(operator)) ?? null;
  const lower = bound('>', '>=');
  const upper = bound('<', '<=');
  const isSorted = givesOrder(index, equalities, wanted.order);
  // a sparse index lacks documents with a null in any field: each field needs a condition that null does not meet
  if (index.sparse) {
    const covered = equalities.length + (lower === null ? 0 : 1);
    if (covered < index.fields.length) return null;
  }
  if (equalities.length === 0 && lower === null && upper === null && !isSorted) return null;
  return { index, equalities, lower, upper, isSorted };
}

function givesOrder(
  index: IndexView,
  equalities: readonly IndexCondition[],
  order: IndexOrder | null,
): boolean {
  if (order === null || index.sparse || index.fields.some((field) => field.includes('[*]'))) return false;
  if (equalities.some(({ operator }) => operator === 'IN')) return false;
  const fixed = new Set(equalities.map(({ field }) => field));
  let at = equalities.length;
  for (const field of order.fields) {
    if (fixed.has(field)) continue;
    if (index.fields[at] !== field) return false;
    at++;
  }
  return true;
}
