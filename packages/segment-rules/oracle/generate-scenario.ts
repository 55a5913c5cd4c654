import { RuleMaker } from './generate-rule.ts';
import { uuidOf } from './play.ts';
import { Random } from '@customer360/testing';
import type { Raw, RawObject } from './raw.ts';
import type { Scenario, Step } from './steps.ts';

const HOUR = 3_600_000;

/** Around changes of clocks, a day that a zone left out, a leap day and the turn of a year. */
const places: readonly (readonly [string, string])[] = [
  ['2026-03-28T20:00:00Z', 'Europe/Berlin'],
  ['2026-10-24T18:00:00Z', 'Europe/Berlin'],
  ['2026-03-07T22:00:00Z', 'America/New_York'],
  ['2010-11-06T00:00:00Z', 'America/St_Johns'],
  ['2011-12-29T00:00:00Z', 'Pacific/Apia'],
  ['2018-11-03T00:00:00Z', 'America/Sao_Paulo'],
  ['2024-02-28T12:00:00Z', 'Asia/Kathmandu'],
  ['2025-12-30T00:00:00Z', 'UTC'],
];

export interface Size {
  readonly steps: number;
  readonly segments: number;
}

/** The same seed gives the same scenario everywhere. */
export function generateScenario(seed: number, size: Size = { steps: 30, segments: 3 }): Scenario {
  const random = new Random(seed);
  const [date, zone] = random.pick(places);
  const start = Date.parse(date);
  const maker = new StepMaker(random, new RuleMaker(random, start, zone), { seed, start });
  return { start, steps: maker.steps(size) };
}

class StepMaker {
  readonly #random: Random;
  readonly #rules: RuleMaker;
  readonly #seed: number;
  readonly #start: number;
  readonly #people: number;
  readonly #blocked: number[] = [];
  #ids = 0;

  constructor(
    random: Random,
    rules: RuleMaker,
    { seed, start }: { readonly seed: number; readonly start: number },
  ) {
    this.#start = start;
    this.#random = random;
    this.#people = random.pick([2, 3, 5]);
    this.#rules = rules;
    this.#seed = seed;
  }

  steps({ steps, segments }: Size): readonly Step[] {
    const names = Array.from({ length: segments }, (_, index) => `segment-${'cab'[index % 3] ?? ''}${index}`);
    const made: Step[] = [];
    const late = 1 + this.#random.below(steps);
    for (let index = 0; index < steps; index += 1) {
      const named = index < segments ? names[index] : index === late ? this.#random.pick(names) : undefined;
      const others = names.slice(0, index < segments ? index : segments).filter((name) => name !== named);
      // Half of the segments are there from the start, the others meet a history.
      if (named !== undefined && (index >= segments || this.#random.chance(0.6))) {
        made.push({
          kind: 'activate',
          wait: this.#wait(),
          segmentId: named,
          rule: this.#rules.rule([...others, 'batch']),
        });
      } else made.push(this.#step(names));
      if (index === 0) made.push({ kind: 'recompute', wait: 0, segmentId: 'batch', members: [0, 2] });
      if (index === Math.floor(steps / 2)) made.push(...this.#activateAll(names));
    }
    return made;
  }

  #activateAll(names: readonly string[]): readonly Step[] {
    return names.map((segmentId, index) => ({
      kind: 'activate',
      wait: 0,
      segmentId,
      rule: this.#rules.rule(names.slice(0, index)),
    }));
  }

  #step(segments: readonly string[]): Step {
    const random = this.#random;
    const wait = this.#wait();
    const who = random.below(this.#people);
    return random.weighted<() => Step>([
      [14, () => this.#event(wait, who)],
      [2, () => ({ kind: 'merge', wait, one: who, other: random.below(this.#people) })],
      [2, () => ({ kind: 'split', wait, who })],
      [2, () => this.#consent(wait, who)],
      [
        1,
        () => ({
          kind: 'computed',
          wait,
          who,
          trait: 'score',
          value: random.pick([...this.#rules.numbers, 'a', null]),
        }),
      ],
      [
        this.#rules.theme === 'facts' ? 8 : 1,
        () => ({ kind: 'list', wait, who, list: 'L', change: random.chance(0.7) ? 'ADDED' : 'REMOVED' }),
      ],
      [
        1,
        () => ({
          kind: 'activate',
          wait,
          segmentId: random.pick(segments),
          rule: this.#rules.rule([...segments, 'none']),
        }),
      ],
      [0.4, () => ({ kind: 'archive', wait, segmentId: random.pick(segments) })],
      [
        0.7,
        () => ({
          kind: 'recompute',
          wait,
          segmentId: 'batch',
          members: [random.below(this.#people), random.below(this.#people)],
        }),
      ],
      [1, () => ({ kind: 'move', wait, nth: random.below(20), who })],
      [0.4, () => ({ kind: 'erase', wait, who })],
      [1, () => this.#block(wait, who)],
      [1.2, () => ({ kind: 'unblock', wait, who: this.#blocked.pop() ?? who })],
      [1, () => ({ kind: 'tick', wait })],
    ])();
  }

  #block(wait: number, who: number): Step {
    this.#blocked.push(who);
    return { kind: 'block', wait, who };
  }

  #event(wait: number, who: number): Step {
    const random = this.#random;
    this.#ids += 1;
    const { theme } = this.#rules;
    const hasTraits = random.chance(theme === 'value' || theme === 'changed' ? 0.8 : 0.3);
    return {
      kind: 'event',
      wait,
      id: uuidOf(`event ${this.#seed} ${this.#ids}`),
      who,
      also: random.chance(0.12) ? random.below(this.#people) : null,
      name: random.pick([...this.#rules.names, ...this.#rules.names, null]),
      late: random.chance(0.3) ? random.pick([1, 1, 2, random.below(30)]) * HOUR : 0,
      source: random.chance(0.05) ? 'internal:segment' : 'web',
      properties: this.#properties(),
      traits: hasTraits ? this.#traits() : {},
    };
  }

  #properties(): RawObject {
    const random = this.#random;
    const scalar = (): Raw =>
      random.weighted<Raw>([
        [5, random.pick(this.#rules.numbers)],
        [2, random.pick(this.#rules.texts)],
        [1, random.chance(0.5)],
        [1, null],
      ]);
    return {
      ...(random.chance(0.7) ? { x: scalar() } : {}),
      ...(random.chance(0.4) ? { s: random.pick(this.#rules.texts) } : {}),
      ...(random.chance(0.3) ? { o: { y: scalar() } } : {}),
      ...(random.chance(0.2) ? { when: this.#instant() } : {}),
    };
  }

  #traits(): RawObject {
    const random = this.#random;
    return {
      ...(random.chance(0.6)
        ? { plan: random.pick([...this.#rules.texts, ...this.#rules.numbers, null]) }
        : {}),
      ...(random.chance(0.4) ? { age: random.pick([...this.#rules.numbers, '1', true, null]) } : {}),
      ...(random.chance(0.3) ? { since: this.#instant() } : {}),
      ...(random.chance(0.3)
        ? { home: random.pick<Raw>([{ city: 'a' }, { city: 'b', zip: 1 }, 'a', [1]]) }
        : {}),
    };
  }

  #instant(): string {
    return new Date(this.#start + (this.#random.below(120) - 24) * HOUR).toISOString();
  }

  #consent(wait: number, who: number): Step {
    const random = this.#random;
    const status = random.chance(0.7) ? 'GRANTED' : 'DENIED';
    const lasts = status === 'GRANTED' && random.chance(0.5) ? random.below(30) * HOUR : null;
    return { kind: 'consent', wait, who, purpose: random.pick(['ads', 'mail']), status, lasts };
  }

  /** Whole hours, so that the ends of windows meet entries and one another. */
  #wait(): number {
    const random = this.#random;
    return random.weighted([
      [4, 0],
      [8, HOUR * (1 + random.below(4))],
      [2, HOUR * random.below(60)],
      [0.05, 1],
      [0.3, HOUR * random.below(400)],
    ]);
  }
}
