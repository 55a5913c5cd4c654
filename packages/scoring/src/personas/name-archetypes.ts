import type { CentreFeature } from './archetype.ts';
import type { FeatureDefinition } from './feature.ts';

export interface Distinction {
  readonly feature: string;
  /** `orders in a year: much higher than usual (31.2 against 12.4)`. */
  readonly text: string;
  /** The adjective of that side: `frequent`. */
  readonly adjective: string;
  readonly z: number;
}

/** Standard deviations from which a feature sets a group apart, and from which it does so much. */
const APART = 0.5;
const FAR_APART = 1;
const MOST_DISTINCTIONS = 4;
const ADJECTIVES = 2;

/** What sets a centre apart from the population, strongest first; empty for an average group. */
export function distinctions(
  centre: readonly CentreFeature[],
  definitions: readonly FeatureDefinition[],
  usual: ReadonlyMap<string, number>,
): readonly Distinction[] {
  return centre
    .filter(({ z }) => Math.abs(z) >= APART)
    .toSorted((one, other) => Math.abs(other.z) - Math.abs(one.z))
    .slice(0, MOST_DISTINCTIONS)
    .flatMap(({ feature, z, typical }) => {
      const definition = definitions.find(({ name }) => name === feature);
      if (definition === undefined) return [];
      const much = Math.abs(z) >= FAR_APART ? 'much ' : '';
      const side = z > 0 ? 'higher' : 'lower';
      const against = `(${short(typical)} against ${short(usual.get(feature) ?? NaN)})`;
      const text = `${definition.label}: ${much}${side} than usual ${against}`;
      return [{ feature, text, adjective: z > 0 ? definition.high : definition.low, z }];
    });
}

/**
 * A name and a code for each group from its strongest adjectives, in the groups' order. Where two groups would share a
 * code, the later one takes a further adjective, or else a number.
 */
export function nameArchetypes(
  groups: readonly { readonly distinctions: readonly Distinction[] }[],
  noun: string,
): readonly { readonly code: string; readonly name: string }[] {
  const taken = new Set<string>();
  return groups.map(({ distinctions: found }) => {
    const adjectives = found.length === 0 ? ['average'] : found.map(({ adjective }) => adjective);
    for (let used = ADJECTIVES; used <= adjectives.length; used += 1) {
      const code = codeOf(adjectives.slice(0, used));
      if (!taken.has(code)) return take(taken, code, nameOf(adjectives.slice(0, used), noun));
    }
    const code = codeOf(adjectives);
    if (!taken.has(code)) return take(taken, code, nameOf(adjectives, noun));
    let number = 2;
    while (taken.has(`${code}_${number}`)) number += 1;
    return take(taken, `${code}_${number}`, `${nameOf(adjectives, noun)} ${number}`);
  });
}

function take(
  taken: Set<string>,
  code: string,
  name: string,
): { readonly code: string; readonly name: string } {
  taken.add(code);
  return { code, name };
}

function codeOf(adjectives: readonly string[]): string {
  return adjectives
    .join('_')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/gu, '_');
}

function nameOf(adjectives: readonly string[], noun: string): string {
  const text = `${adjectives.join(', ')} ${noun}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Three significant digits without an exponent. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
