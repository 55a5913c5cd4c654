export { maskIdentifier } from './identifier-mask.ts';
export { MASK, maskIdentifying, maskJson } from './mask.ts';
export { maskPayload } from './payload-mask.ts';
export { maskedTraits, openTraits, type NonPersonalTraits, type TraitView } from './trait-mask.ts';
export { isPlainName, sightOf, type ValueRoot, type ValueSight } from './value-sight.ts';
