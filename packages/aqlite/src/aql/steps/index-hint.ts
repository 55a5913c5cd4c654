import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import type { IndexView } from '../ports.ts';
import type { IndexChoice } from '../run/index-choice.ts';
import type { Options } from './options.ts';

/** The choice under `indexHint`: the first hinted index that serves, else any, or error 1577 when the hint is forced. */
export function chooseHinted(
  indexes: readonly IndexView[],
  options: Options,
  choose: (indexes: readonly IndexView[]) => IndexChoice | null,
): IndexChoice | null {
  if (options('disableIndex') === true) return null;
  for (const name of hintsOf(options('indexHint'))) {
    const choice = choose(indexes.filter((index) => index.name === name));
    if (choice !== null) return choice;
  }
  if (options('forceIndexHint') === true) {
    throw new ArangoError(
      1577,
      `could not use index hint to serve query; ${JSON.stringify(options('indexHint'))}`,
    );
  }
  return choose(indexes);
}

function hintsOf(hint: Value): readonly Value[] {
  if (typeof hint === 'string') return [hint];
  return Array.isArray(hint) ? (hint as readonly Value[]) : [];
}
