import type { Condition } from '../../rule/rule.ts';
import { changeFold } from './change-fold.ts';
import { countFold } from './count-fold.ts';
import { extremeFold } from './extreme-fold.ts';
import type { Fold, FoldState } from './fold.ts';
import { lastFold } from './last-fold.ts';
import { sequenceFold } from './sequence-fold.ts';
import { slidingSumFold, totalFold } from './sum-fold.ts';

/**
 * How a condition remembers events; null for conditions that need none. A state is kept under its condition's key, so
 * a fold meets only states that it made itself.
 */
export function foldOf(condition: Condition): Fold<FoldState> | null {
  switch (condition.kind) {
    case 'count':
      return countFold(condition);
    case 'sequence':
      return sequenceFold(condition);
    case 'changed':
      return changeFold(condition);
    case 'aggregate':
      if (condition.fn === 'last') return lastFold(condition);
      if (condition.fn === 'min' || condition.fn === 'max') return extremeFold(condition);
      return isSliding(condition.window.kind) ? slidingSumFold(condition) : totalFold(condition);
    case 'value':
    case 'identifiers':
    case 'consent':
    case 'segment':
    case 'list':
    case 'clock':
      return null;
    default:
      return condition satisfies never;
  }
}

function isSliding(kind: 'always' | 'within' | 'range' | 'calendar'): boolean {
  return kind === 'within' || kind === 'calendar';
}
