import { afterAll, beforeAll, expect, test } from 'vitest';
import { difference } from './comparison.ts';
import { readEnv } from './env.ts';
import { generateHistory } from './generator.ts';
import { openHarness, type Harness } from './harness.ts';
import type { History, HistoryStep } from './history.ts';
import { violations } from './invariants.ts';
import { named, play } from './played.ts';
import { Random } from '@customer360/testing';
import type { Snapshot } from './snapshot.ts';
import { event } from './steps.ts';
import { createProfileHandler } from '../src/consumer/index.ts';
import { foldQuarantine } from './stored-snapshot.ts';

const { histories } = readEnv(process.env);
const count = Math.max(30, Math.floor(histories / 10));
const timeout = 60_000 + count * 1_000;
const everything = { batchSize: 500, memory: false };

let harness: Harness;

beforeAll(async () => {
  harness = await openHarness();
});

afterAll(async () => {
  await harness.close();
});

async function handled(history: History): Promise<Snapshot> {
  const logged = await harness.log(history);
  const { snapshot } = await logged.run(everything);
  return snapshot;
}

/** Keeps later positions where they are. */
const nothing: HistoryStep = { step: 'configure', configuration: 'nonPersonalTraits', value: [] };

/** What an unmerge has to restore; the history of changes and consents stay. */
function present(
  { identifiers, profiles, links, keepApart, attributions, goldenValues }: Snapshot,
  ids: Renaming,
) {
  return ids({ identifiers, profiles, links, keepApart, attributions, goldenValues });
}

type Renaming = (value: unknown) => unknown;

/** Two tenants have different ids for the same things: each id becomes a name made of where it first appears. */
function renaming(snapshot: Snapshot): Renaming {
  const names = new Map<string, string>();
  for (const one of snapshot.identifiers) {
    const name = `${String(one.birthPosition)}.${String(one.birthRank)}`;
    names.set(one.id, `identifier ${name}`);
    names.set(one.ownProfileId, `profile ${name}`);
    names.set(one.birthEventId, `event ${String(one.birthPosition)}`);
  }
  for (const { id, founderId, remainder, members } of snapshot.profiles) {
    if (!remainder) continue;
    names.set(id, `remainder profile of ${names.get(founderId) ?? ''}`);
    names.set(members[0] ?? '', `remainder of ${names.get(founderId) ?? ''}`);
  }
  const rename = (value: unknown): unknown => {
    if (typeof value === 'string') return names.get(value) ?? value.replace(/^[0-9a-f-]{36}$/, 'id');
    if (Array.isArray(value))
      return value.map(rename).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rename(member)]));
  };
  return rename;
}

test(
  'no profile holds two users, kept-apart pairs never meet, a shared device shows nobody to anybody',
  { timeout },
  async () => {
    for (let seed = 1; seed <= count; seed += 1) {
      const logged = await harness.log(generateHistory(seed));
      const { snapshot } = await logged.run(everything);
      expect(violations(logged.entries, snapshot), `seed ${String(seed)}`).toEqual([]);
    }
  },
);

test(
  'an unmerge gives the state in which the merge never was and the keep-apart stands in its place',
  { timeout },
  async () => {
    let compared = 0;
    for (let seed = 1; compared < count; seed += 1) {
      const pair = mergeAndUnmerge(seed);
      if (pair === null) continue;
      const [merged, never] = pair;
      const [withMerge, without] = [await handled(merged), await handled(never)];
      const answers = ({ answers: all }: Snapshot) =>
        all.filter(({ position }) => merged[position - 1] === never[position - 1]);
      // Other commands may be answered otherwise because of the merge: then the histories are not the same.
      if (JSON.stringify(answers(withMerge)) !== JSON.stringify(answers(without))) continue;
      compared += 1;
      expect(present(withMerge, renaming(withMerge)), `seed ${String(seed)}`).toEqual(
        present(without, renaming(without)),
      );
    }
  },
);

/** A history at whose end a merge is undone, and the one in which it never was; null when it has no merge in force. */
function mergeAndUnmerge(seed: number): readonly [History, History] | null {
  const history = withMerges(seed);
  const merges = play(history).records.filter(({ kind }) => kind === 'MERGED');
  const index = merges.findLastIndex(({ rule, active }) => rule === 'MERGE_COMMAND' && active === true);
  const evidence = merges[index]?.evidence;
  const step = evidence === undefined ? undefined : history[evidence - 1];
  if (evidence === undefined || step?.step !== 'merge') return null;
  const unmerge: HistoryStep = { step: 'unmerge', back: merges.length - 1 - index };
  return [
    [...history, unmerge],
    [...history.with(evidence - 1, nothing), { ...step, step: 'keepApart' }],
  ];
}

/** A generated history with three more merges of what events carried. */
function withMerges(seed: number): History {
  const random = new Random(seed);
  const history = generateHistory(seed);
  const known = history.flatMap((step) => (step.step === 'event' ? step.identifiers : []));
  if (known.length === 0) return history;
  const merge = (): HistoryStep => {
    const [a, b] = [random.pick(known), random.pick(known)];
    return { step: 'merge', a: { of: 'identifier', identifier: a }, b: { of: 'identifier', identifier: b } };
  };
  return [0, 1, 2].reduce(
    (steps) => steps.toSpliced(steps.length - random.below(Math.ceil(steps.length / 2)), 0, merge()),
    history,
  );
}

test('a replay follows the answers in the log, not what it would decide now', { timeout }, async () => {
  let compared = 0;
  for (let seed = 1; compared < count; seed += 1) {
    const logged = await harness.log(generateHistory(seed));
    const first = logged.expected.answers.find(({ accepted }) => accepted);
    if (first === undefined) continue;
    compared += 1;
    const { position } = first;
    const reason = 'TWO_USERS';
    const answers = [{ position, answer: { accepted: false, reason } }];
    const { snapshot } = await logged.run({ ...everything, answers });
    const expected = logged.expectedWith(new Map([[position, reason]]));
    expect(difference(expected, snapshot), `seed ${String(seed)}`).toBeNull();
  }
});

test('the stream says at each position which profiles are quarantined', { timeout }, async () => {
  const handle = createProfileHandler();
  for (let seed = 1; seed <= count; seed += 1) {
    const { tenantId, entries, expected } = await harness.log(generateHistory(seed));
    await harness.database.inTenant(tenantId, async (trx) => {
      for (const [index, entry] of entries.entries()) {
        await handle(trx, tenantId, [entry]);
        const stored = await trx
          .selectFrom('profile.profile')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('quarantined', '=', true)
          .orderBy('id')
          .execute();
        expect(
          stored.map(({ id }) => id),
          `seed ${String(seed)}, position ${String(entry.position)}`,
        ).toEqual([...foldQuarantine(expected.resolved.slice(0, index + 1))].toSorted());
      }
    });
  }
});

test('the order of events without conflicts changes nothing', { timeout }, async () => {
  for (let seed = 1; seed <= Math.ceil(count / 3); seed += 1) {
    const random = new Random(seed);
    const events = peaceful(random);
    const shuffled = shuffle(events, random);
    expect(people(await handled(shuffled), shuffled), `seed ${String(seed)}`).toEqual(
      people(await handled(events), events),
    );
  }
});

/** Events of people who share nothing and stay below all limits. */
function peaceful(random: Random): HistoryStep[] {
  return Array.from({ length: 20 }, (_, index) => {
    const person = String(random.below(3));
    const own = ['user_id', 'email', 'anonymous_id'].map((type) => `${type}:${type}-${person}`);
    const names = own.filter(() => random.chance(0.6));
    const chosen = names.length > 0 ? names : own.slice(0, 1);
    return event(chosen.join(' '), {
      kind: 'identify',
      daysAgo: random.below(9),
      messageId: `m${String(index)}`,
      traits: { plan: random.pick(['free', 'pro']), email: `${person}@x.example` },
    });
  });
}

function shuffle(history: History, random: Random): History {
  return history
    .map((step) => ({ step, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ step }) => step);
}

/** Who is who and what is known of them, in values rather than in ids, which say who came first. */
function people(snapshot: Snapshot, history: History): string[] {
  const valueOf = new Map(
    snapshot.identifiers.map(({ id, birthPosition, birthRank }) => {
      const step = history[birthPosition - 1];
      return [id, step?.step === 'event' ? step.identifiers[birthRank] : named('')] as const;
    }),
  );
  return snapshot.profiles
    .map(({ id, members, firstSeenAt, lastSeenAt }) => {
      const values = members
        .map((member) => valueOf.get(member)?.value ?? '')
        .toSorted((a, b) => (a < b ? -1 : 1));
      const golden = snapshot.goldenValues
        .filter(({ profileId }) => profileId === id)
        .map(({ trait, value, observedAt }) => [trait, value, observedAt]);
      return JSON.stringify([values, golden, lastSeenAt, firstSeenAt].map((part) => part ?? null));
    })
    .toSorted();
}
