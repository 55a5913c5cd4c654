import { maskIdentifying } from './mask.ts';
import { placeNames, type TraitView } from './trait-mask.ts';

/** Where a value stands: among golden traits, computed traits or the properties of an event. */
export type ValueRoot = 'traits' | 'computed' | 'properties';

/**
 * How much a caller sees of a value: all of it; a place name unless it looks like an e-mail address or a phone number; an
 * instant; or a mask.
 */
export type ValueSight = 'open' | 'place' | 'instant' | 'masked';

/** Properties that say who somebody is: no tenant can declare them as not personal. */
const alwaysPersonalProperties: ReadonlySet<string> = new Set(['email', 'phone']);

/**
 * What a caller with this view sees of the value at a path with dots. Computed traits and properties are declared as not
 * personal with their root: `computed.NAME`, `properties.NAME`.
 */
export function sightOf(view: TraitView, root: ValueRoot, path: string): ValueSight {
  const [name = '', part, ...rest] = path.split('.');
  if (root === 'properties' && alwaysPersonalProperties.has(name)) {
    return view.isVisible(name) ? 'open' : 'masked';
  }
  if (view.isVisible(root === 'traits' ? name : `${root}.${name}`)) return 'open';
  if (root !== 'traits') return 'masked';
  if (path === 'createdAt') return 'instant';
  const isPlace = name === 'address' && part !== undefined && rest.length === 0 && placeNames.has(part);
  return isPlace ? 'place' : 'masked';
}

/** True for a name that does not look like an e-mail address or a phone number: it may be shown and asked for. */
export function isPlainName(name: string): boolean {
  return maskIdentifying(name) === name;
}
