import type { Random } from '@customer360/testing';
import type { Raw, RawObject } from './raw.ts';

const comparisons = ['<', '<=', '==', '!=', '>=', '>'] as const;
const orders = ['<', '<=', '>=', '>'] as const;
const numbers = [0, 1, 2, 3, -1, 0.1, 0.2, 0.3, 0.6, 0.1, 0.2, 0.3, 1e21, 5e-7] as const;
const texts = ['a', 'b', 'ab', 'A', 'B', '', '1', 'true'] as const;
const lengths = ['1h', '2h', '3h', '6h', '24h', '1d', '2d', '3d', '1w'] as const;

const testKinds = ['equal', 'equal', 'number', 'instant', 'text', 'text', 'in', 'exists'] as const;
const windowKinds = ['within', 'within', 'always', 'from', 'to', 'range', 'calendar', 'calendar'] as const;
const variables = [
  'traits.plan',
  'traits.plan',
  'traits.age',
  'traits.since',
  'traits.home.city',
  'computed.score',
];
const properties = ['x', 'x', 's', 's', 'o.y', 'when', 'o'] as const;

/** What a scenario's rules are mostly about; `any` mixes everything. */
export const themes = [
  'count',
  'sum',
  'aggregate',
  'last',
  'sequence',
  'changed',
  'value',
  'facts',
  'any',
  'any',
] as const;
export type Theme = (typeof themes)[number];

/** Makes rules about the few names and values that generated histories have. */
export class RuleMaker {
  readonly #random: Random;
  readonly #start: number;
  readonly #zone: string;
  readonly theme: Theme;
  /** Few values, so that rules meet them. */
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly names: readonly string[];
  readonly #tests: readonly string[];
  readonly #windows: readonly string[];
  readonly #variables: readonly string[];
  readonly #properties: readonly string[];

  constructor(random: Random, start: number, zone: string) {
    this.#random = random;
    this.#start = start;
    this.#zone = zone;
    this.theme = random.pick(themes);
    const few = [random.pick(numbers), random.pick(numbers), random.pick(numbers), 1];
    // Sums of these differ between decimals and doubles.
    this.numbers = this.theme === 'sum' ? [0.1, 0.2, 0.3, 0.6] : few;
    this.texts = [random.pick(texts), random.pick(texts), random.pick(texts)];
    this.names = random.pick([['A'], ['A', 'B'], ['A', 'B', 'C']]);
    this.#tests = [random.pick(testKinds), random.pick(testKinds)];
    this.#windows = [random.pick(windowKinds), random.pick(windowKinds)];
    this.#variables = [random.pick(variables), random.pick(variables)];
    const two = [random.pick(properties), random.pick(properties)];
    this.#properties = this.theme === 'sum' ? ['x'] : two;
  }

  rule(segments: readonly string[], depth = this.theme === 'any' ? 3 : 1): Raw {
    const random = this.#random;
    if (depth === 0 || random.chance(0.5)) return this.#condition(segments);
    const operator = random.pick(['and', 'or', 'not'] as const);
    if (operator === 'not') return { not: this.rule(segments, depth - 1) };
    const size = 1 + random.below(3);
    return { [operator]: Array.from({ length: size }, () => this.rule(segments, depth - 1)) };
  }

  #condition(segments: readonly string[]): Raw {
    const random = this.#random;
    const isReference = segments.length > 0 && random.chance(0.15);
    if (isReference) return { in_segment: random.pick(segments) };
    return random.weighted<() => Raw>([
      [this.#weight('count'), () => this.#count()],
      [this.#weight('sum'), () => this.#aggregate('event_sum')],
      [this.#weight('aggregate'), () => this.#aggregate()],
      [this.#weight('last'), () => this.#aggregate('event_last')],
      [this.#weight('sequence'), () => this.#sequence()],
      [this.#weight('changed'), () => this.#changed()],
      [this.#weight('value'), () => this.#value()],
      [this.#weight('facts'), () => this.#fact()],
    ])();
  }

  #weight(theme: Theme): number {
    return this.theme === theme ? 30 : 1;
  }

  #fact(): Raw {
    const random = this.#random;
    return random.weighted<() => Raw>([
      [1, () => ({ has_identifier: random.pick(['email', 'user_id', 'phone']) })],
      [
        1,
        () => ({
          identifier_count: [
            random.pick(['email', 'anonymous_id']),
            random.pick(comparisons),
            random.below(3),
          ],
        }),
      ],
      [1, () => ({ consent: [random.pick(['ads', 'mail']), random.pick(['GRANTED', 'DENIED'])] })],
      [1.5, () => ({ in_list: 'L' })],
      [1, () => ({ now: [random.pick(orders), this.#date()] })],
    ])();
  }

  #count(): Raw {
    const random = this.#random;
    return {
      event_count: [{ ...this.#selector(), ...this.#window() }, random.pick(comparisons), random.below(4)],
    };
  }

  #aggregate(given?: string): Raw {
    const random = this.#random;
    const fn = given ?? random.pick(['event_sum', 'event_min', 'event_max', 'event_average', 'event_last']);
    const selection = {
      ...this.#selector(),
      property: random.pick(this.#properties),
      ...this.#window(),
    };
    if (fn !== 'event_last') {
      const op = random.pick(fn === 'event_sum' ? [...comparisons, '==', '=='] : comparisons);
      return { [fn]: [selection, op, this.#sumLike(fn)] };
    }
    const [operator, constant] = this.#test(true);
    return { [fn]: [selection, operator, ...(constant === undefined ? [] : [constant])] };
  }

  /** A number, or for sums what two or three of the numbers make. */
  #sumLike(fn: string): number {
    const random = this.#random;
    const one = random.pick(this.numbers);
    return fn === 'event_sum' && random.chance(0.6)
      ? Number((one + random.pick(this.numbers)).toPrecision(12))
      : one;
  }

  #sequence(): Raw {
    const size = 2 + this.#random.below(2);
    const window = this.#window();
    const isClosed = 'within' in window || 'calendar' in window || ('from' in window && 'to' in window);
    return {
      event_sequence: {
        steps: Array.from({ length: size }, () => this.#selector()),
        ...(isClosed ? window : { within: this.#random.pick(lengths) }),
      },
    };
  }

  #changed(): Raw {
    const random = this.#random;
    const values: readonly Raw[] = ['a', 'b', 1, null, true];
    return {
      trait_changed: {
        trait: random.pick(['plan', 'age']),
        ...(random.chance(0.3) ? { was: random.pick(values) } : {}),
        ...(random.chance(0.4) ? { became: random.pick(values) } : {}),
        ...this.#window(),
      },
    };
  }

  #value(): Raw {
    const variable = this.#random.pick(this.#variables);
    const [operator, constant] = this.#test(true);
    return { [operator]: [{ var: variable }, ...(constant === undefined ? [] : [constant])] };
  }

  #selector(): RawObject {
    const random = this.#random;
    const event = random.pick([...this.names, ...this.names, '*']);
    return { event, ...(random.chance(0.3) ? { where: this.#where(2) } : {}) };
  }

  #where(depth: number): Raw {
    const random = this.#random;
    if (depth > 0 && random.chance(0.3)) {
      return random.pick([
        { not: this.#where(depth - 1) },
        { and: [this.#where(depth - 1), this.#where(depth - 1)] },
        { or: [this.#where(depth - 1), this.#where(depth - 1)] },
      ] as const);
    }
    const [operator, constant] = this.#test(false);
    const variable = { var: `properties.${random.pick(this.#properties)}` };
    return { [operator]: [variable, ...(constant === undefined ? [] : [constant])] };
  }

  #test(withNow: boolean): readonly [string, Raw | undefined] {
    const random = this.#random;
    switch (random.pick(this.#tests)) {
      case 'equal':
        return [random.pick(['==', '!=']), random.pick([...this.numbers, ...this.texts, true])];
      case 'number':
        return [random.pick(orders), random.pick(this.numbers)];
      case 'instant':
        return [random.pick(orders), withNow && random.chance(0.7) ? this.#now() : this.#date()];
      case 'text':
        return [random.pick(['contains', 'starts_with', 'ends_with']), random.pick(this.texts)];
      case 'in':
        return ['in', random.chance(0.5) ? [...this.texts] : [...this.numbers]];
      default:
        return ['exists', undefined];
    }
  }

  #now(): Raw {
    return { now: `${this.#random.pick(['-', '+'])}${this.#random.pick(lengths)}` };
  }

  #date(): Raw {
    const random = this.#random;
    const at = new Date(this.#start + (random.below(72) - 12) * 3_600_000).toISOString();
    return random.chance(0.5) ? { date: at.slice(0, 10), zone: this.#zone } : { date: at };
  }

  #window(): RawObject {
    const random = this.#random;
    switch (random.pick(this.#windows)) {
      case 'within':
        return { within: random.pick(lengths) };
      case 'from':
        return { from: this.#date() };
      case 'to':
        return { to: this.#date() };
      case 'range':
        return this.#range();
      case 'calendar':
        return this.#calendar();
      default:
        return {};
    }
  }

  #range(): RawObject {
    const from = this.#start + (this.#random.below(24) - 12) * 3_600_000;
    const to = from + (1 + this.#random.below(36)) * 3_600_000;
    return { from: { date: new Date(from).toISOString() }, to: { date: new Date(to).toISOString() } };
  }

  #calendar(): RawObject {
    const random = this.#random;
    const unit = random.pick(['day', 'day', 'week', 'month']);
    return { calendar: { unit, back: random.below(3), zone: this.#zone } };
  }
}
