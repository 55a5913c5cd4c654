import type { IdentifierValue, TrackingKind } from '@customer360/event-log';
import type { History, HistoryStep, ProfileRef } from './history.ts';
import { Random } from '@customer360/testing';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Types of the histories with the priority that orders them inside an event. */
const types = ['user_id', 'email', 'phone', 'crm_id', 'ios.idfa', 'anonymous_id'] as const;
const purposes = ['MARKETING', 'ANALYTICS'] as const;
const rules = [
  'most_recent',
  'oldest',
  'non_null',
  'source_priority',
  'verified_first',
  'most_frequent',
  'append_distinct',
] as const;

/** Values that name nobody. */
const nobody: readonly IdentifierValue[] = [
  { type: 'user_id', value: 'guest' },
  { type: 'email', value: 'null' },
  { type: 'anonymous_id', value: '00000000-0000-0000-0000-000000000000' },
];

function order(a: IdentifierValue, b: IdentifierValue): number {
  const rank = ({ type }: IdentifierValue) => types.findIndex((known) => known === type);
  return rank(a) - rank(b) || (a.value < b.value ? -1 : 1);
}

/** Small histories, dense in trouble: few people, shared values, low limits, commands that cross. */
export function generateHistory(seed: number): History {
  return new Generator(new Random(seed)).history();
}

class Generator {
  readonly #random: Random;
  readonly #pool: IdentifierValue[] = [];
  readonly #lists: (readonly IdentifierValue[])[] = [];
  readonly #pairs: (readonly [ProfileRef, ProfileRef])[] = [];
  readonly #blocked: IdentifierValue[] = [];
  #clock: number;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
    const people = 2 + random.below(3);
    for (const type of types) {
      const values = type === 'user_id' ? people : 1 + random.below(type === 'anonymous_id' ? 4 : 3);
      if (type !== 'user_id' && random.chance(0.25)) continue;
      for (let n = 1; n <= values; n += 1) this.#pool.push({ type, value: `${type}-${String(n)}` });
    }
    if (random.chance(0.25)) this.#pool.push(random.pick(nobody));
    this.#clock = -random.below(300) * DAY;
  }

  history(): History {
    const random = this.#random;
    const length = random.chance(0.03) ? 50 + random.below(40) : 6 + random.below(26);
    const steps: HistoryStep[] = [];
    if (random.chance(0.75)) steps.push(this.#limits());
    if (random.chance(0.4)) steps.push(this.#survivorship());
    if (random.chance(0.2)) steps.push(this.#sourcePriority());
    const commands = random.pick([0.05, 0.2, 0.35, 0.5]);
    while (steps.length < length) {
      steps.push(this.#lists.length > 2 && random.chance(commands) ? this.#command() : this.#event());
    }
    return steps;
  }

  #identifier(): IdentifierValue {
    return this.#random.pick(this.#pool);
  }

  #event(): HistoryStep {
    const random = this.#random;
    this.#count += 1;
    const identifiers = this.#list();
    this.#lists.push(identifiers);
    const kind: TrackingKind = random.weighted([
      [3, 'identify'],
      [4, 'track'],
      [1, 'page'],
      [1, 'alias'],
    ]);
    const event: HistoryStep = {
      step: 'event',
      kind,
      sourceId: random.chance(0.03) ? 'internal:segment' : random.pick(['web', 'shop', 'crm']),
      // Not in the order of arrival, and unique.
      messageId: `m${String((this.#count * 37) % 101).padStart(3, '0')}`,
      at: this.#time(),
      receivedAt: random.chance(0.05) ? random.below(3) * HOUR : 0,
      identifiers,
    };
    return {
      ...event,
      ...(kind === 'identify' && random.chance(0.8) ? { traits: this.#traits() } : {}),
      ...(random.chance(0.2) ? { consent: this.#consent() } : {}),
    };
  }

  #list(): readonly IdentifierValue[] {
    const random = this.#random;
    if (this.#lists.length > 0 && random.chance(0.2)) return random.pick(this.#lists);
    if (random.chance(0.03)) return [];
    const chosen = new Map<string, IdentifierValue>();
    const size = random.weighted([
      [3, 1],
      [5, 2],
      [2, 3],
      [1, 4],
    ]);
    for (let n = 0; n < size; n += 1) {
      const one = this.#identifier();
      const taken = one.type === 'user_id' && [...chosen.values()].some(({ type }) => type === 'user_id');
      if (!taken) chosen.set(`${one.type} ${one.value}`, one);
    }
    return [...chosen.values()].toSorted(order);
  }

  /** Mostly forward on a coarse grid, so that times tie; sometimes late, sometimes of a clock that is ahead. */
  #time(): number {
    const random = this.#random;
    const step = random.weighted([
      [3, 0],
      [4, 6 * HOUR],
      [2, 3 * DAY],
      [1, 40 * DAY],
    ]);
    this.#clock = Math.min(0, this.#clock + step);
    return random.weighted([
      [7, this.#clock],
      [2, this.#clock - random.below(12) * 9 * DAY],
      [0.3, 400 * DAY],
    ]);
  }

  #traits(): Record<string, unknown> {
    const random = this.#random;
    const traits: Record<string, unknown> = {};
    if (random.chance(0.6)) traits['email'] = random.pick(['a@x.example', 'b@x.example', null]);
    if (random.chance(0.3)) traits['emailVerified'] = random.chance(0.7);
    if (random.chance(0.5)) traits['plan'] = random.pick(['free', 'pro', '', null]);
    if (random.chance(0.3))
      traits['address'] = random.pick([{ city: 'Ulm', zip: 1 }, { zip: 1, city: 'Ulm' }, null]);
    if (random.chance(0.2)) traits['age'] = random.pick([30, 31, '30']);
    if (random.chance(0.05)) traits['constructor'] = random.pick([[], 0.5]);
    return traits;
  }

  #consent(): Record<string, boolean> {
    const random = this.#random;
    const consent: Record<string, boolean> = {
      [random.pick(['Marketing', 'Analytics'])]: random.chance(0.5),
    };
    if (random.chance(0.3)) consent['Email'] = random.chance(0.5);
    if (random.chance(0.1)) consent['Astrology'] = true;
    return consent;
  }

  /** A value for a command: mostly one that events carried. */
  #known(): IdentifierValue {
    const random = this.#random;
    const seen = random.chance(0.95) ? random.pick(this.#lists) : [];
    return seen.length > 0 ? random.pick(seen) : this.#identifier();
  }

  #profile(): ProfileRef {
    const random = this.#random;
    return random.weighted<ProfileRef>([
      [30, { of: 'identifier', identifier: this.#known() }],
      [8, { of: 'remainder', identifier: this.#known() }],
      [1, { of: 'nonsense' }],
      [0.5, { of: 'text' }],
    ]);
  }

  /** Two profiles: often ones that a command named before. */
  #pair(): readonly [ProfileRef, ProfileRef] {
    const random = this.#random;
    if (this.#pairs.length > 0 && random.chance(0.35)) {
      const [a, b] = random.pick(this.#pairs);
      return random.chance(0.5) ? [a, b] : [b, a];
    }
    const pair = [this.#profile(), this.#profile()] as const;
    this.#pairs.push(pair);
    return pair;
  }

  #toBlock(): IdentifierValue {
    const users = this.#lists.flat().filter(({ type }) => type === 'user_id');
    // Without a user, values that were shared with that user open again.
    const isUser = users.length > 0 && this.#random.chance(0.35);
    const identifier = isUser ? this.#random.pick(users) : this.#known();
    this.#blocked.push(identifier);
    return identifier;
  }

  #toUnblock(): IdentifierValue {
    const isBlocked = this.#blocked.length > 0 && this.#random.chance(0.85);
    return isBlocked ? (this.#blocked.pop() ?? this.#known()) : this.#known();
  }

  #two(step: 'merge' | 'keepApart'): HistoryStep {
    const [a, b] = this.#pair();
    return { step, a, b };
  }

  #command(): HistoryStep {
    const random = this.#random;
    return random.weighted<() => HistoryStep>([
      [8, () => this.#two('merge')],
      [4, () => ({ step: 'unmerge', back: random.chance(0.05) ? null : random.below(3) })],
      [3, () => this.#two('keepApart')],
      [2.5, () => ({ step: 'block', identifier: this.#toBlock() })],
      [3, () => ({ step: 'unblock', identifier: this.#toUnblock() })],
      [2, () => this.#setConsent()],
      [0.4, () => this.#limits()],
      [0.4, () => this.#survivorship()],
      [0.2, () => this.#sourcePriority()],
      [0.4, () => this.#blockedValues()],
      [0.2, () => this.#categories()],
    ])();
  }

  #setConsent(): HistoryStep {
    const random = this.#random;
    return {
      step: 'consent',
      profile: this.#profile(),
      purpose: random.pick(purposes),
      status: random.chance(0.6) ? 'GRANTED' : 'DENIED',
      expiresAt: random.chance(0.5) ? null : random.below(5) * DAY,
    };
  }

  #limits(): HistoryStep {
    const random = this.#random;
    const limited = ['email', 'phone', 'crm_id', 'ios.idfa', 'anonymous_id'].filter(() => random.chance(0.4));
    const limit = () => ({ limit: 1 + random.below(2), windowMs: random.pick([null, 7 * DAY, 30 * DAY]) });
    const value = {
      ...(random.chance(0.7) && { autoBlockUsers: 1 + random.below(3) }),
      ...(random.chance(0.3) && { maxIdentifiers: 2 + random.below(6) }),
      ...(random.chance(0.5) && { maxMerges: 1 + random.below(2) }),
      types: Object.fromEntries(limited.map((type) => [type, limit()])),
    };
    return { step: 'configure', configuration: 'limits', value };
  }

  #survivorship(): HistoryStep {
    const random = this.#random;
    const traits = Object.fromEntries(
      ['email', 'plan', 'address', 'age']
        .filter(() => random.chance(0.6))
        .map((trait) => [trait, random.pick(rules)]),
    );
    return {
      step: 'configure',
      configuration: 'survivorship',
      value: { default: random.pick(rules), traits },
    };
  }

  #sourcePriority(): HistoryStep {
    const value = ['web', 'shop', 'crm'].filter(() => this.#random.chance(0.6)).toSorted();
    return { step: 'configure', configuration: 'sourcePriority', value };
  }

  #blockedValues(): HistoryStep {
    const value = this.#pool.filter(() => this.#random.chance(0.15));
    return { step: 'configure', configuration: 'blockedValues', value };
  }

  #categories(): HistoryStep {
    const value = this.#random.pick([
      { Marketing: 'MARKETING', Analytics: 'MARKETING' },
      { Email: 'ANALYTICS' },
    ]);
    return { step: 'configure', configuration: 'consentCategories', value };
  }
}
