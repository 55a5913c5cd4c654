import { ScoringInputError } from '../errors.ts';
import { requireWhole } from '../require.ts';
import type { Changes } from './changes.ts';
import type { Decimal } from './decimal.ts';
import type { MostFrequent } from './most-frequent.ts';
import type { Scalar } from './observation.ts';
import type { Average } from './sum.ts';
import { checkTraitWindow, type TraitWindow } from './trait-window.ts';
import type { UniqueList } from './unique-list.ts';

/** The kinds of computed traits with their values; null is "no event had such a value". */
export interface TraitValues {
  readonly counter: number;
  readonly sum: Decimal;
  readonly average: Average | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly first: Scalar | null;
  readonly last: Scalar | null;
  readonly most_frequent: MostFrequent | null;
  readonly unique_list: UniqueList;
  readonly changes: Changes;
}

export type TraitKind = keyof TraitValues;

export interface TraitDefinition<Kind extends TraitKind = TraitKind> {
  readonly kind: Kind;
  readonly window: TraitWindow;
  /** Of a unique list: most values, 1 to 1,000; default 100. */
  readonly limit?: number;
}

export const DEFAULT_LIST_LIMIT = 100;
const LARGEST_LIST_LIMIT = 1000;

export function checkTraitDefinition({ kind, window, limit }: TraitDefinition): void {
  checkTraitWindow(window);
  if (limit === undefined) return;
  if (kind !== 'unique_list') throw new ScoringInputError('limit', 'left out but for a unique list', limit);
  requireWhole('limit', limit, 1);
  if (limit > LARGEST_LIST_LIMIT)
    throw new ScoringInputError('limit', `at most ${LARGEST_LIST_LIMIT}`, limit);
}
