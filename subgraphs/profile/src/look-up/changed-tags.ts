import type { KeyedIds } from '@customer360/event-log';
import type { Unborn } from '../identities/unborn.ts';
import { identifierTag, UNKNOWN_TAG, valueTag } from './tags.ts';

/**
 * Tags of the look-ups whose answer a batch may change. A look-up reads rows of identifiers and nothing else, so it is
 * those that were written; for one that was born also what was answered before the log had its value.
 */
export function changedTags(
  written: ReadonlySet<string>,
  unborn: Pick<Unborn, 'isLoaded' | 'valueOf'>,
  ids: KeyedIds,
): readonly string[] {
  const tags = new Set<string>();
  for (const id of written) {
    tags.add(identifierTag(id));
    if (!unborn.isLoaded(id)) continue;
    const value = unborn.valueOf(id);
    tags.add(value === undefined ? UNKNOWN_TAG : valueTag(ids.valueHash(value.type, value.value)));
  }
  return [...tags];
}
