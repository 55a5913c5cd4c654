import { noChanges, type ResolvedEvent } from '@customer360/event-log';
import type { Json } from '@customer360/segment-rules';

export const HOUR = 3_600_000;
export const START = Date.UTC(2026, 0, 1);

/** An id that a number stands for. */
export function idOf(kind: 'profile' | 'identifier' | 'event' | 'segment', number: number): string {
  const first = { profile: 'a', identifier: 'b', event: 'c', segment: 'd' }[kind];
  return `${first}0000000-0000-8000-8000-${String(number).padStart(12, '0')}`;
}

/** Rules that between them use every kind of memory: counts, sums, sequences, changes, values, lists and one another. */
export const rules: readonly Json[] = [
  { event_count: [{ event: 'A', within: '10h' }, '>=', 2] },
  { not: { event_count: [{ event: 'B', within: '6h' }, '>=', 1] } },
  { event_sum: [{ event: 'A', property: 'amount', within: '20h' }, '>', 30] },
  { event_sequence: { steps: [{ event: 'A' }, { event: 'B' }], within: '12h' } },
  { '==': [{ var: 'traits.city' }, 'Bern'] },
  { and: [{ in_segment: idOf('segment', 0) }, { consent: ['MARKETING', 'GRANTED'] }] },
  { trait_changed: { trait: 'city', within: '9h' } },
  {
    or: [
      { now: ['>=', { date: new Date(START + 60 * HOUR).toISOString() }] },
      { event_max: [{ event: 'B', property: 'amount' }, '>', 8] },
    ],
  },
  { identifier_count: ['device', '>=', 2] },
];

interface Random {
  below(n: number): number;
  chance(p: number): boolean;
}

/** The same seed gives the same numbers everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (n) => Math.floor(next() * n), chance: (p) => next() < p };
}

type Changes = Partial<Omit<ResolvedEvent, 'event' | 'position' | 'loggedAt' | 'eventId'>> & {
  readonly event?: Partial<ResolvedEvent['event']>;
};

/** An entry of the resolved stream: about nobody and changing nothing, but as it is given. */
export function entryAt(position: number, loggedAt: number, { event, ...changes }: Changes): ResolvedEvent {
  const place = { position, loggedAt, eventId: idOf('event', position) };
  return {
    ...place,
    version: 1,
    identifierId: null,
    profileId: null,
    ...noChanges,
    ...changes,
    event: {
      ...place,
      sourceId: 'web',
      kind: 'track',
      eventName: null,
      messageId: null,
      timestamp: loggedAt,
      receivedAt: loggedAt,
      time: loggedAt,
      identifiers: [],
      payload: '{}',
      tombstonedBy: null,
      ...event,
    },
  };
}

/**
 * A tenant's resolved stream: events, merges, unmerges, moved events, traits, consents, quarantines and versions of
 * segments.
 */
export function generateHistory(seed: number, size: number): readonly ResolvedEvent[] {
  const random = createRandom(seed);
  const made: ResolvedEvent[] = [];
  const profiles = new Map<number, number>();
  const events: { readonly eventId: string; identifier: number }[] = [];
  const blocked = new Set<number>();
  let loggedAt = START;

  function say(given: Changes): void {
    made.push(entryAt(made.length + 1, loggedAt, given));
  }

  function activate(index: number, version: number): void {
    const segmentId = idOf('segment', index);
    if (version === 1) {
      const command = {
        command: 'createSegment',
        segmentId,
        name: `Segment ${index}`,
        description: null,
        kind: 'REALTIME',
        rule: rules[index],
      };
      say({ event: { kind: 'command', sourceId: 'graphql', payload: JSON.stringify(command) } });
    }
    const command = { command: 'activateSegment', segmentId, version };
    say({ event: { kind: 'command', sourceId: 'internal:segment', payload: JSON.stringify(command) } });
  }

  function event(): void {
    const identifier = random.below(8);
    const known = profiles.get(identifier);
    const profile = known ?? identifier;
    profiles.set(identifier, profile);
    if (known === undefined && holdersOf(identifier).length > 1) blocked.delete(identifier);
    const isBornBlocked = known === undefined && blocked.has(identifier);
    const [identifierId, profileId] = [idOf('identifier', identifier), idOf('profile', profile)];
    const time = loggedAt - (random.chance(0.3) ? random.below(15) * HOUR : 0);
    const city = ['Bern', 'Basel', null][random.below(3)] ?? null;
    const isTold = random.chance(0.3);
    const payload = { properties: { amount: random.below(20) }, ...(isTold ? { traits: { city } } : {}) };
    events.push({ eventId: idOf('event', made.length + 1), identifier });
    say({
      identifierId,
      profileId,
      setChanges: known === undefined ? [{ identifierId, from: null, to: profileId }] : [],
      traitChanges: isTold
        ? [{ profileId, trait: 'city', value: city, observedAt: city === null ? null : time }]
        : [],
      quarantineChanges: isBornBlocked ? [{ profileId, quarantined: true }] : [],
      event: {
        eventName: random.chance(0.5) ? 'A' : 'B',
        sourceId: random.chance(0.05) ? 'internal:other' : 'web',
        time,
        identifiers: [{ id: identifierId, type: 'device' }],
        payload: JSON.stringify(payload),
      },
    });
  }

  /** All identifiers of one profile go to another, or one goes back to its own. */
  function regroup(): void {
    const known = [...profiles].filter(([identifier]) => !blocked.has(identifier));
    if (known.length < 2) return;
    const [identifier, from] = known[random.below(known.length)] ?? [0, 0];
    const to = random.chance(0.5) ? identifier : (known[random.below(known.length)]?.[1] ?? 0);
    const moved =
      to === identifier ? [identifier] : known.filter(([, owner]) => owner === from).map(([id]) => id);
    if (from === to) return;
    for (const one of moved) profiles.set(one, to);
    const setChanges = moved.map((one) => ({
      identifierId: idOf('identifier', one),
      from: idOf('profile', from),
      to: idOf('profile', to),
    }));
    const merged = {
      traitChanges: [{ profileId: idOf('profile', from), trait: 'city', value: null, observedAt: null }],
    };
    say({ setChanges, ...(random.chance(0.5) ? merged : {}) });
  }

  function holdersOf(profile: number): readonly number[] {
    return [...profiles].filter(([, owner]) => owner === profile).map(([identifier]) => identifier);
  }

  /** An identifier is blocked, so that it is alone in its own profile; or it is blocked no more. */
  function quarantine(): void {
    const identifier = random.below(8);
    const profileId = idOf('profile', identifier);
    const owner = profiles.get(identifier);
    if (blocked.delete(identifier)) {
      if (owner !== undefined) say({ quarantineChanges: [{ profileId, quarantined: false }] });
      return;
    }
    blocked.add(identifier);
    if (owner === undefined) return;
    const others = holdersOf(identifier).filter((one) => one !== identifier);
    const moves = [
      ...(owner === identifier ? [] : [[identifier, owner, identifier] as const]),
      ...others.map((one) => [one, identifier, identifier + 100] as const),
    ];
    for (const [one, , to] of moves) profiles.set(one, to);
    const setChanges = moves.map(([one, from, to]) => ({
      identifierId: idOf('identifier', one),
      from: idOf('profile', from),
      to: idOf('profile', to),
    }));
    say({ setChanges, quarantineChanges: [{ profileId, quarantined: true }] });
  }

  function move(): void {
    const moved = events[random.below(events.length)];
    const target = [...profiles.keys()][random.below(profiles.size)];
    if (moved === undefined || target === undefined || moved.identifier === target) return;
    const [from, to] = [idOf('identifier', moved.identifier), idOf('identifier', target)];
    moved.identifier = target;
    say({ reattributed: [{ eventId: moved.eventId, from, to }] });
  }

  function consent(): void {
    const profile = [...profiles.values()][random.below(profiles.size)];
    if (profile === undefined) return;
    const status = random.chance(0.7) ? 'GRANTED' : 'DENIED';
    const expiresAt = status === 'GRANTED' && random.chance(0.5) ? loggedAt + random.below(20) * HOUR : null;
    say({
      consentChanges: [{ profileId: idOf('profile', profile), purpose: 'MARKETING', status, expiresAt }],
    });
  }

  while (made.length < size) {
    loggedAt += random.chance(0.4) ? 0 : random.below(4) * HOUR;
    const place = rules.findIndex((_rule, index) => index * 6 <= made.length && !isMade(made, index));
    if (place >= 0) activate(place, 1);
    else if (random.chance(0.1)) regroup();
    else if (random.chance(0.05)) move();
    else if (random.chance(0.08)) consent();
    else if (random.chance(0.07)) quarantine();
    else event();
  }
  return made;
}

function isMade(made: readonly ResolvedEvent[], index: number): boolean {
  return made.some(({ event }) => event.payload?.includes(`"${idOf('segment', index)}","name"`) ?? false);
}
