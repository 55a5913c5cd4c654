import { noChanges, type LinkChange, type LogEntry, type ResolvedEvent } from '@customer360/event-log';
import { canonicalJson } from '@customer360/tracking';
import { createHash } from 'node:crypto';

/** A step of a story about few people; times are minutes. */
export type Step =
  | {
      readonly does: 'event';
      readonly by: string;
      readonly with?: string;
      readonly kind?: LogEntry['kind'];
      readonly name?: string;
      readonly minute: number;
      readonly medium?: string | null;
      readonly campaign?: string | null;
      readonly revenue?: number | string | null;
      readonly refers?: string;
      readonly source?: string;
      readonly erased?: boolean;
    }
  /** Puts an identifier into the profile of another one's name. */
  | { readonly does: 'move'; readonly identifier: string; readonly to: string; readonly minute: number }
  /** Gives events of one identifier to another: every n-th of them. */
  | { readonly does: 'reattribute'; readonly from: string; readonly to: string; readonly every: number }
  /** Ends what is left of a value: its events are the value's again. */
  | { readonly does: 'cease'; readonly identifier: string; readonly to: string }
  | {
      readonly does: 'link';
      readonly a: string;
      readonly b: string;
      readonly merge: boolean;
      readonly retract: boolean;
    }
  | {
      readonly does: 'trait';
      readonly profile: string;
      readonly trait: string;
      readonly value: string | null;
    }
  /** Somebody enters or leaves a segment, or another source than the segments' says so. */
  | {
      readonly does: 'membership';
      readonly segment: string;
      readonly profile: string;
      readonly enters: boolean;
      readonly source?: string;
      readonly erased?: boolean;
    }
  /** A profile becomes that of a blocked value, or is so no more; one that is not born is so from its birth. */
  | { readonly does: 'quarantine'; readonly profile: string; readonly begins: boolean }
  | { readonly does: 'mapping'; readonly value: object };

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 31, 20);

export const idOfName = (kind: string, name: string): string => {
  const hex = createHash('sha256').update(`${kind} ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
export const identifierId = (name: string): string => idOfName('identifier', name);
export const segmentId = (name: string): string => idOfName('segment', name);
export const profileId = (name: string): string => idOfName('profile', name);

/** What identity resolution would say of the story: each identifier begins in the profile of its own name. */
export function tellHistory(steps: readonly Step[]): readonly ResolvedEvent[] {
  const profiles = new Map<string, string>();
  const told = new Map<string, Map<string, string>>();
  const owned: { readonly eventId: string; identifier: string }[] = [];
  const blocked = new Set<string>();
  const quarantined = new Set<string>();
  const events: ResolvedEvent[] = [];
  for (const [place, step] of steps.entries()) {
    const event = tell(step, place + 1);
    events.push({ ...event, quarantineChanges: quarantineChanges() });
  }
  return events;

  /** Profiles of blocked names are quarantined as long as they are there. */
  function quarantineChanges(): ResolvedEvent['quarantineChanges'] {
    const present = new Set(profiles.values());
    const now = new Set([...blocked].filter((name) => present.has(name)));
    const names = [...new Set([...quarantined, ...now])].filter(
      (name) => quarantined.has(name) !== now.has(name),
    );
    for (const name of names) {
      if (now.has(name)) quarantined.add(name);
      else quarantined.delete(name);
    }
    return names.map((name) => ({ profileId: profileId(name), quarantined: now.has(name) }));
  }

  function tell(step: Step, position: number): ResolvedEvent {
    const eventId = idOfName('event', String(position));
    const quiet = quietEvent(position, eventId);
    switch (step.does) {
      case 'event':
        return event(step, quiet);
      case 'move':
        return {
          ...quiet,
          ...setChange(step.identifier, step.to, quiet),
          event: { ...quiet.event, kind: 'command', sourceId: 'graphql' },
        };
      case 'reattribute':
        return { ...quiet, reattributed: reattribute(step) };
      case 'cease':
        return { ...quiet, ...cease(step) };
      case 'link':
        return { ...quiet, ...link(step) };
      case 'trait': {
        if (![...profiles.values()].includes(step.profile)) return quiet;
        const { trait, value } = step;
        setTrait(step.profile, trait, value);
        return {
          ...quiet,
          traitChanges: [{ profileId: profileId(step.profile), trait, value, observedAt: null }],
        };
      }
      case 'membership':
        return { ...quiet, event: { ...quiet.event, ...membershipEntry(step) } };
      case 'quarantine':
        if (step.begins) blocked.add(step.profile);
        else blocked.delete(step.profile);
        return quiet;
      case 'mapping': {
        const payload = canonicalJson({ configuration: 'journeys', value: step.value });
        return { ...quiet, event: { ...quiet.event, kind: 'configuration', payload } };
      }
      default:
        return step satisfies never;
    }
  }

  function event(step: Step & { does: 'event' }, quiet: ResolvedEvent): ResolvedEvent {
    const carried = [step.by, ...(step.with === undefined ? [] : [step.with])].filter(
      (name) => !name.endsWith('~'),
    );
    const isSystem = step.source?.startsWith('internal:') === true;
    if (isSystem) return { ...quiet, event: { ...quiet.event, ...entryOf(step, quiet.position, []) } };
    const born = [step.by, ...carried].filter(
      (name, at, all) => all.indexOf(name) === at && !profiles.has(name),
    );
    for (const name of born) profiles.set(name, name);
    owned.push({ eventId: quiet.eventId, identifier: step.by });
    const linked = step.with !== undefined && step.with !== step.by && carried.length === 2;
    return {
      ...quiet,
      identifierId: identifierId(step.by),
      profileId: profileId(profiles.get(step.by) ?? step.by),
      setChanges: born.map((name) => ({ identifierId: identifierId(name), from: null, to: profileId(name) })),
      linkChanges: linked
        ? [
            linkChange({
              a: step.by,
              b: step.with,
              merge: false,
              retract: false,
              evidence: `event ${quiet.position}`,
            }),
          ]
        : [],
      event: { ...quiet.event, ...entryOf(step, quiet.position, carried) },
    };
  }

  /** As a merge or an unmerge: whoever is left empty forgets, whoever comes back is told all its traits. */
  function setChange(identifier: string, to: string, { position }: ResolvedEvent) {
    const from = profiles.get(identifier);
    if (from === undefined || from === to) return {};
    profiles.set(identifier, to);
    const traits = new Map(told.get(to));
    const isLeft = ![...profiles.values()].includes(from);
    if (isLeft) {
      for (const [trait, value] of told.get(from) ?? []) if (!traits.has(trait)) traits.set(trait, value);
      told.delete(from);
    }
    const before = told.get(to) ?? new Map<string, string>();
    told.set(to, traits);
    return {
      setChanges: [{ identifierId: identifierId(identifier), from: profileId(from), to: profileId(to) }],
      traitChanges: [...traits]
        .filter(([trait, value]) => before.get(trait) !== value)
        .map(([trait, value]) => ({ profileId: profileId(to), trait, value, observedAt: position })),
    };
  }

  function setTrait(profile: string, trait: string, value: string | null): void {
    const traits = told.get(profile) ?? new Map<string, string>();
    if (value === null) traits.delete(trait);
    else traits.set(trait, value);
    told.set(profile, traits);
  }

  function cease({ identifier, to }: Step & { does: 'cease' }): Partial<ResolvedEvent> {
    const profile = profiles.get(identifier);
    if (profile === undefined || !profiles.has(to)) return {};
    const reattributed = reattribute({ does: 'reattribute', from: identifier, to, every: 1 });
    profiles.delete(identifier);
    if (![...profiles.values()].includes(profile)) told.delete(profile);
    return { reattributed, ceased: [identifierId(identifier)] };
  }

  function reattribute({ from, to, every }: Step & { does: 'reattribute' }): ResolvedEvent['reattributed'] {
    if (!profiles.has(to) || from === to) return [];
    const mine = owned.filter(({ identifier }) => identifier === from).filter((_, at) => at % every === 0);
    for (const one of mine) one.identifier = to;
    return mine.map(({ eventId }) => ({ eventId, from: identifierId(from), to: identifierId(to) }));
  }

  function link({ a, b, merge, retract }: Step & { does: 'link' }) {
    if (a === b || !profiles.has(a) || !profiles.has(b)) return {};
    return {
      linkChanges: [linkChange({ a, b, merge, retract, evidence: `link ${a} ${b}` })],
    };
  }
}

function linkChange(link: {
  readonly a: string;
  readonly b: string;
  readonly merge: boolean;
  readonly retract: boolean;
  readonly evidence: string;
}): LinkChange {
  const { a, b, merge, retract, evidence } = link;
  return {
    change: retract ? 'RETRACT' : 'LINK',
    a: identifierId(a),
    b: identifierId(b),
    rule: merge ? 'MERGE_COMMAND' : 'SHARED_EVENT',
    merge,
    evidenceEventId: idOfName('event', evidence),
    evidencePosition: evidence.length,
    evidenceAt: evidence.length * MINUTE,
  };
}

/** `u1` is a user id, `a1` an anonymous id; what ends in `~` is what is left of a value and carried by nobody. */
export const typeOf = (name: string): string => (name.startsWith('u') ? 'user_id' : 'anonymous_id');

function entryOf(
  step: Step & { does: 'event' },
  position: number,
  carried: readonly string[],
): Partial<LogEntry> {
  const { kind = 'track', name = 'Viewed', minute, medium = null, campaign = null, revenue = null } = step;
  const time = START + minute * MINUTE;
  const properties = {
    ...(revenue === null ? {} : { revenue }),
    ...(step.refers === undefined ? {} : { referred_user_id: step.refers }),
    place: position,
  };
  const context = {
    campaign: { ...(medium === null ? {} : { medium }), ...(campaign === null ? {} : { name: campaign }) },
  };
  return {
    kind,
    eventName: kind === 'track' ? name : null,
    sourceId: step.source ?? 'web',
    timestamp: time,
    receivedAt: time + 1_000,
    time,
    identifiers: carried.map((one) => ({ id: identifierId(one), type: typeOf(one) })),
    payload: step.erased === true ? null : canonicalJson({ type: kind, properties, context }),
  };
}

function membershipEntry(step: Step & { readonly does: 'membership' }): Partial<LogEntry> {
  const properties = {
    segmentId: segmentId(step.segment),
    version: 1,
    profileId: profileId(step.profile),
    cause: 'somebody did something',
    reason: 'RULE',
  };
  return {
    kind: 'track',
    eventName: step.enters ? 'Segment Entered' : 'Segment Exited',
    sourceId: step.source ?? 'internal:segment',
    payload: step.erased === true ? null : canonicalJson({ type: 'track', properties }),
  };
}

function quietEvent(position: number, eventId: string): ResolvedEvent {
  const time = START + position * 1_000;
  return {
    version: 1,
    position,
    loggedAt: time,
    eventId,
    identifierId: null,
    profileId: null,
    ...noChanges,
    event: {
      position,
      loggedAt: time,
      eventId,
      sourceId: 'internal:test',
      kind: 'command',
      eventName: null,
      messageId: String(position),
      timestamp: time,
      receivedAt: time,
      time,
      identifiers: [],
      payload: '{}',
      tombstonedBy: null,
    },
  };
}
