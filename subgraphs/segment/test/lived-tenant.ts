import type { ResolvedEvent } from '@customer360/event-log';
import { generateHistory, HOUR, idOf, rules } from './history.ts';
import type { ToldStory } from './told-story.ts';

const [list, counted] = [idOf('segment', 20), idOf('segment', 21)];
const profiles = (...numbers: readonly number[]) => numbers.map((one) => idOf('profile', one));

/** Everything else that people do with segments and settings, by how much of the history was told before. */
const commands: readonly (readonly [share: number, command: Readonly<Record<string, unknown>>])[] = [
  [
    0.2,
    {
      command: 'createSegment',
      segmentId: list,
      name: 'List',
      description: null,
      kind: 'STATIC',
      rule: null,
    },
  ],
  [
    0.25,
    {
      command: 'createSegment',
      segmentId: counted,
      name: 'Counted',
      description: null,
      kind: 'BATCH',
      rule: { event_count: [{ event: 'A' }, '>=', 2] },
    },
  ],
  [
    0.28,
    {
      command: 'createSegment',
      segmentId: idOf('segment', 24),
      name: 'Counted by a schedule',
      description: null,
      kind: 'BATCH',
      rule: { event_count: [{ event: 'A', within: '20h' }, '>=', 2] },
      schedule: { cron: '30 */4 * * *', timeZone: 'UTC' },
    },
  ],
  [0.3, { command: 'addSegmentMembers', segmentId: list, profileIds: profiles(0, 1, 2, 3, 4) }],
  [
    0.4,
    {
      command: 'createSegment',
      segmentId: idOf('segment', 22),
      name: 'List',
      description: null,
      kind: 'STATIC',
      rule: null,
    },
  ],
  [
    0.5,
    {
      command: 'updateSegment',
      segmentId: idOf('segment', 1),
      expectedVersion: 1,
      name: null,
      description: 'Other',
      rule: { event_count: [{ event: 'B', within: '30h' }, '>=', 1] },
    },
  ],
  // A is an order from now on, and the traits that are computed of orders are computed anew.
  [0.52, { configuration: 'journeys', value: { conversions: { A: { value: 'properties.amount' } } } }],
  [0.55, { command: 'removeSegmentMembers', segmentId: list, profileIds: profiles(1, 6) }],
  [0.7, { command: 'recomputeSegment', segmentId: counted }],
  [0.8, { command: 'archiveSegment', segmentId: idOf('segment', 2) }],
  [
    0.85,
    { command: 'duplicateSegment', segmentId: idOf('segment', 3), copyId: idOf('segment', 23), name: 'Copy' },
  ],
];

/** A generated history in which segments are made, changed, filled by hand, counted and ended too. */
export function eventfulHistory(seed: number, size: number): readonly ResolvedEvent[] {
  const history = generateHistory(seed, size);
  return history.flatMap((event, index) => {
    const due = commands.filter(([share]) => Math.floor(share * history.length) === index);
    return [
      ...due.map(([, command]) =>
        commandAt(event, idOf('event', 10_000 + commands.findIndex(([, one]) => one === command)), command),
      ),
      event,
    ];
  });
}

/** A command or a setting beside an event. */
export function commandAt(event: ResolvedEvent, eventId: string, command: object): ResolvedEvent {
  return {
    ...event,
    eventId,
    identifierId: null,
    profileId: null,
    setChanges: [],
    reattributed: [],
    traitChanges: [],
    consentChanges: [],
    event: {
      ...event.event,
      eventId,
      ...('configuration' in command
        ? { kind: 'configuration', sourceId: 'internal:configuration' }
        : { kind: 'command', sourceId: 'graphql' }),
      eventName: null,
      time: event.loggedAt,
      identifiers: [],
      payload: JSON.stringify(command),
    },
  };
}

export interface LivedOptions {
  readonly seed: number;
  readonly size?: number;
  readonly batch?: number;
  /** True for an event in the middle that cannot be worked. */
  readonly broken?: boolean;
}

function brokenBeside(event: ResolvedEvent | undefined): readonly ResolvedEvent[] {
  if (event === undefined) return [];
  return [
    commandAt(event, idOf('event', 20_000), { configuration: 'journeys', value: 'not what it can be' }),
  ];
}

/** A tenant with such a history behind it, whose windows have ended. */
export async function livedTenant(
  story: ToldStory,
  { seed, size = 90, batch = 500, broken = false }: LivedOptions,
): Promise<string> {
  const tenantId = await story.newTenant();
  const eventful = eventfulHistory(seed, size);
  const history = broken ? eventful.toSpliced(size / 2, 0, ...brokenBeside(eventful[size / 2])) : eventful;
  await story.tell(tenantId, history, { batch });
  await story.wait(tenantId, (history.at(-1)?.loggedAt ?? 0) + (rules.length + 20) * HOUR);
  return tenantId;
}

/** What comes after such a history: `count` events of the same story, most of them. */
export function moreOf(seed: number, { size = 90, count = 40 } = {}): readonly ResolvedEvent[] {
  return generateHistory(seed, size + count).slice(size);
}
