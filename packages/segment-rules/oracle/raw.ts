/** A rule as plain JSON: the oracle reads it for itself. */
export type Raw = string | number | boolean | null | readonly Raw[] | { readonly [key: string]: Raw };
export type RawObject = { readonly [key: string]: Raw };

export function objectOf(raw: Raw | undefined): RawObject {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Error('no object');
  return raw as RawObject; // what is left of Raw
}

export function listOf(raw: Raw | undefined): readonly Raw[] {
  if (!Array.isArray(raw)) throw new Error('no list');
  return raw;
}

export function textOf(raw: Raw | undefined): string {
  if (typeof raw !== 'string') throw new Error('no text');
  return raw;
}

export function numberOf(raw: Raw | undefined): number {
  if (typeof raw !== 'number') throw new Error('no number');
  return raw;
}

/** The operator of a rule and its argument. */
export function operatorOf(raw: Raw): readonly [string, Raw] {
  const [entry] = Object.entries(objectOf(raw));
  if (entry === undefined) throw new Error('no operator');
  return entry;
}

/** Every object inside a rule, the rule included. */
export function objectsIn(raw: Raw): readonly RawObject[] {
  if (typeof raw !== 'object' || raw === null) return [];
  if (Array.isArray(raw)) return (raw as readonly Raw[]).flatMap(objectsIn);
  const object = objectOf(raw);
  return [object, ...Object.values(object).flatMap(objectsIn)];
}
