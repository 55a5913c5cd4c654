import {
  createEventLog,
  createTenant,
  eventLogMigrations,
  type EventLogDatabase,
  type IdentifierValue,
  type Resolution,
} from '@customer360/event-log';
import { openTestDatabase, type TestDatabase } from '@customer360/testing';
import { canonicalJson, typePriority } from '@customer360/tracking';
import { createProfileHandler } from '../src/consumer/profile-consumer.ts';
import type { ProfileDatabase } from '../src/database.ts';
import type { Decision } from '../src/identities/command-answers.ts';
import { profileMigrations } from '../src/migrations/index.ts';
import { readStory, type StoredProfile } from './stored-story.ts';

export type StoryDatabase = TestDatabase<ProfileDatabase & EventLogDatabase>;
/** Identifiers of an event by type: `{ user_id: 'ann', anonymous_id: 'laptop' }`. */
export type Carried = Readonly<Record<string, string>>;

export const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** One tenant's log, told step by step and resolved as it is told. */
export interface Story {
  readonly tenantId: string;
  /** Tells an event, `at` days after the start of the story; answers what identity resolution made of it. */
  event(carried: Carried, options?: { readonly at?: number; readonly source?: string }): Promise<Resolution>;
  /** Tells a command; answers what it was answered. */
  command(command: Readonly<Record<string, unknown>>, identifier?: Carried): Promise<Decision>;
  configure(configuration: string, value: unknown, identifiers?: readonly IdentifierValue[]): Promise<void>;
  /** Who is who: the values of each profile, sorted; what is left of a closed value ends in `~`. */
  people(): Promise<string[][]>;
  /** The profile that a value answers with. */
  profile(value: string): Promise<StoredProfile>;
  /** The profile id that the birth of a value gave it. */
  ownProfileId(value: string): Promise<string>;
  /** Merge records in order, as `MERGED SHARED_EVENT winner loser` in values. */
  records(): Promise<string[]>;
  /** Whose every event is: the value that it rests on, in the order of the log; `~` for what is left of it. */
  attributions(): Promise<string[]>;
  recordId(record: string): Promise<string>;
  /** What the resolved stream says of quarantine, by entry; entries of which it says nothing are left out. */
  quarantineChanges(): Promise<Resolution['quarantineChanges'][]>;
}

export async function openStories(): Promise<StoryDatabase> {
  return openTestDatabase(eventLogMigrations, profileMigrations);
}

let stories = 0;

export async function beginStory(database: StoryDatabase, handle = createProfileHandler()): Promise<Story> {
  stories += 1;
  const tenantId = `story-${stories}`;
  await createTenant(database, { id: tenantId, name: tenantId });
  const log = createEventLog(database);
  const resolutions: Resolution[] = [];
  let told = 0;

  async function tell(entry: {
    readonly kind: 'page' | 'command' | 'configuration';
    readonly source: string;
    readonly time: number;
    readonly identifiers: readonly IdentifierValue[];
    readonly payload: unknown;
  }): Promise<number> {
    told += 1;
    const { kind, source, time, identifiers } = entry;
    await log.append(tenantId, [
      {
        sourceId: source,
        messageId: `message-${told}`,
        kind,
        eventName: null,
        timestamp: time,
        originalTimestamp: time,
        sentAt: null,
        receivedAt: Date.now(),
        identifiers,
        mentions: [],
        payload: canonicalJson(entry.payload),
      },
    ]);
    const entries = await log.read(tenantId, told - 1, 1);
    const later: { run?: Awaited<ReturnType<typeof handle>> } = {};
    try {
      await database.inTenant(tenantId, async (trx) => {
        later.run = await handle(trx, tenantId, entries);
      });
    } finally {
      await later.run?.();
    }
    return told;
  }

  const read = () => database.inTenant(tenantId, (trx) => readStory(trx, tenantId));

  return {
    tenantId,

    async event(carried, { at = told, source = 'web' } = {}) {
      const position = await tell({
        kind: 'page',
        source,
        time: START + at * DAY,
        identifiers: identifiersOf(carried),
        payload: { type: 'page' },
      });
      const resolution = (await read()).resolutions[position - 1];
      if (resolution === undefined) throw new Error('the event was not resolved');
      resolutions.push(resolution);
      return resolution;
    },

    async command(command, identifier = {}) {
      const position = await tell({
        kind: 'command',
        source: 'graphql',
        time: Date.now(),
        identifiers: identifiersOf(identifier),
        payload: command,
      });
      const answer = (await read()).answers.get(position);
      if (answer === undefined) throw new Error('the command was not answered');
      return answer;
    },

    async configure(configuration, value, identifiers = []) {
      await tell({
        kind: 'configuration',
        source: 'internal:configuration',
        time: Date.now(),
        identifiers,
        payload: { configuration, value },
      });
    },

    async people() {
      return (await read()).profiles.map(({ members }) => [...members]).toSorted(byFirst);
    },

    async profile(value) {
      const { profiles } = await read();
      const found =
        profiles.find(({ members }) => members.includes(`${value}~`)) ??
        profiles.find(({ members }) => members.includes(value));
      if (found === undefined) throw new Error(`nobody has ${value}`);
      return found;
    },

    async ownProfileId(value) {
      const id = (await read()).ownProfileIds.get(value);
      if (id === undefined) throw new Error(`nobody has ${value}`);
      return id;
    },

    records: async () => (await read()).records.map(({ text }) => text),

    async recordId(record) {
      const found = (await read()).records.findLast(({ text }) => text === record);
      if (found === undefined) throw new Error(`there is no record ${record}`);
      return found.id;
    },

    attributions: async () => (await read()).attributions,

    async quarantineChanges() {
      const changes = (await read()).resolutions.map(({ quarantineChanges }) => quarantineChanges);
      return changes.filter(({ length }) => length > 0);
    },
  };
}

function identifiersOf(carried: Carried): IdentifierValue[] {
  return Object.entries(carried)
    .map(([type, value]) => ({ type, value }))
    .toSorted((a, b) => typePriority(a.type) - typePriority(b.type) || (a.value < b.value ? -1 : 1));
}

function byFirst(one: readonly string[], other: readonly string[]): number {
  return (one[0] ?? '') < (other[0] ?? '') ? -1 : 1;
}
