import { MASK, maskBirthday, maskEmail, maskIdentifying, maskJson, maskName, maskPhone } from './mask.ts';

/** Which traits a tenant has declared as not personal. */
export type NonPersonalTraits = ReadonlySet<string>;

/** How a caller sees traits: as they are, or masked. Names are part of what is seen. */
export interface TraitView {
  name(trait: string): string;
  value(trait: string, value: unknown): unknown;
  /** True when the caller sees the values of this trait as they are. */
  isVisible(trait: string): boolean;
}

const texts: Readonly<Record<string, (text: string) => string>> = {
  birthday: maskBirthday,
  email: maskEmail,
  firstName: maskName,
  lastName: maskName,
  name: maskName,
  phone: maskPhone,
};

/** Reserved traits that say who somebody is: no tenant can declare them as not personal. */
const alwaysPersonal: ReadonlySet<string> = new Set([
  ...Object.keys(texts),
  'address',
  'avatar',
  'id',
  'username',
  'website',
]);

/** Parts of an address that are shown unless they look like an e-mail address or a phone number. */
export const placeNames: ReadonlySet<string> = new Set(['city', 'country', 'state']);

/** The view of a caller with `profile:pii`. */
export const openTraits: TraitView = {
  name: (trait) => trait,
  value: (_trait, value) => value,
  isVisible: () => true,
};

/** The view of a caller without `profile:pii`. Traits are personal unless the tenant says that they are not. */
export function maskedTraits(nonPersonal: NonPersonalTraits): TraitView {
  const isVisible = (trait: string): boolean => nonPersonal.has(trait) && !alwaysPersonal.has(trait);
  return {
    name: (trait) => (isVisible(trait) ? trait : maskIdentifying(trait)),
    value: (trait, value) => (isVisible(trait) ? value : maskTrait(trait, value)),
    isVisible,
  };
}

/** A list is masked member by member: `append_distinct` makes lists of any trait. */
function maskTrait(trait: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((member) => maskTrait(trait, member));
  if (typeof value === 'string') return maskText(trait, value);
  if (trait === 'address' && isObject(value)) return maskAddress(value);
  return maskJson(value);
}

function maskText(trait: string, text: string): string {
  if (trait === 'createdAt') return isInstant(text) ? text : MASK;
  return Object.hasOwn(texts, trait) ? (texts[trait]?.(text) ?? MASK) : MASK;
}

function maskAddress(address: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(address).map(([part, value]) => [
      maskIdentifying(part),
      placeNames.has(part) && typeof value === 'string' ? maskIdentifying(value) : maskJson(value),
    ]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text);
}
