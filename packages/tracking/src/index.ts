export { canonicalJson, UnacceptableValueError } from './canonical-json.ts';
export type { CanonicalJsonOptions, ValueFault } from './canonical-json.ts';
export { matchesBlockPattern } from './block-patterns.ts';
export { extractIdentifiers } from './extract-identifiers.ts';
export type { DroppedIdentifier } from './dropped-identifier.ts';
export type { ExtractedIdentifiers } from './extract-identifiers.ts';
export { findMentions } from './find-mentions.ts';
export {
  ANONYMOUS_ID,
  defaultTypeLimits,
  EMAIL,
  isUniqueType,
  PHONE,
  typePriority,
  USER_ID,
} from './identifier-types.ts';
export type { IdentifierValue, TypeLimit } from './identifier-types.ts';
export * as limits from './limits.ts';
export { isTrackingType, trackingTypes } from './message.ts';
export type { TrackingMessage, TrackingType } from './message.ts';
export { normaliseIdentifier } from './normalise-identifier.ts';
export type { NormaliseOptions } from './normalise-identifier.ts';
export { parseJson } from './parse-json.ts';
export { reservedTraits } from './reserved-traits.ts';
export type { ReservedTrait, ReservedTraitType } from './reserved-traits.ts';
