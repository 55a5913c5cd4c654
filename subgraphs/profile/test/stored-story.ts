import {
  findIdentifierValues,
  noChanges,
  type EventLogDatabase,
  type Resolution,
} from '@customer360/event-log';
import type { Transaction } from 'kysely';
import type { ProfileDatabase } from '../src/database.ts';
import type { Decision } from '../src/identities/command-answers.ts';

type Trx = Transaction<ProfileDatabase & EventLogDatabase>;

export interface StoredProfile {
  readonly id: string;
  /** Values, sorted; of what is left of a closed value the value and `~`. */
  readonly members: readonly string[];
  /** Values whose profile ids are aliases. */
  readonly aliases: readonly string[];
  readonly quarantined: boolean;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}

/** What the tables say of one tenant, in the values of its identifiers. */
export interface StoredStory {
  readonly profiles: readonly StoredProfile[];
  readonly ownProfileIds: ReadonlyMap<string, string>;
  readonly records: readonly { readonly id: string; readonly text: string }[];
  readonly attributions: string[];
  readonly resolutions: readonly Resolution[];
  readonly answers: ReadonlyMap<number, Decision>;
}

export async function readStory(trx: Trx, tenantId: string): Promise<StoredStory> {
  const identifiers = await trx.selectFrom('profile.identifier').selectAll().execute();
  const values = await findIdentifierValues(
    trx,
    tenantId,
    identifiers.map(({ id }) => id),
  );
  const nameOf = (id: string) => values.get(id)?.value ?? '?';
  const names = new Map(
    identifiers.flatMap(({ id, remainder_id: remainderId }) => [
      [id, nameOf(id)],
      [remainderId, `${nameOf(id)}~`],
    ]),
  );
  const ownProfileIds = new Map(identifiers.map((row) => [nameOf(row.id), row.own_profile_id]));
  const owners = new Map([...ownProfileIds].map(([name, id]) => [id, name]));
  const resolutions = await readResolutions(trx);
  const answers = await trx.selectFrom('event_log.answer').select(['position', 'answer']).execute();
  const profiles = await trx.selectFrom('profile.profile').selectAll().execute();
  const records = await trx
    .selectFrom('profile.merge_record')
    .selectAll()
    .orderBy('trigger_position')
    .orderBy('evidence_position')
    .orderBy('kind', 'desc')
    .execute();
  return {
    ownProfileIds,
    resolutions,
    // Only the resolver answers the commands of these stories.
    answers: new Map(answers.map(({ position, answer }) => [position, answer as Decision])),
    attributions: attributionsOf(resolutions, names),
    profiles: profiles.map((profile) => {
      const members = identifiers.filter((row) => row.profile_id === profile.id);
      return {
        id: profile.id,
        members: profile.remainder
          ? [`${nameOf(profile.founder_id)}~`]
          : members.map(({ id }) => nameOf(id)).toSorted(),
        aliases: members.filter((row) => row.alias_since !== null).map(({ id }) => nameOf(id)),
        quarantined: profile.quarantined,
        firstSeenAt: profile.first_seen_at,
        lastSeenAt: profile.last_seen_at,
      };
    }),
    records: records.map(({ id, kind, rule, winner_id: winner, loser_id: loser }) => ({
      id,
      text: `${kind} ${rule} ${owners.get(winner)} ${owners.get(loser)}`,
    })),
  };
}

async function readResolutions(trx: Trx): Promise<Resolution[]> {
  const rows = await trx.selectFrom('event_log.resolved').selectAll().orderBy('position').execute();
  return rows.map((row) => ({
    version: 1,
    position: row.position,
    loggedAt: row.logged_at,
    eventId: row.event_id,
    identifierId: row.identifier_id,
    profileId: row.profile_id,
    ...noChanges,
    // Only the resolver writes this column.
    ...(row.changes as Partial<Resolution> | null),
  }));
}

/** Follows the resolved stream, as a later subgraph does. */
function attributionsOf(resolutions: readonly Resolution[], names: ReadonlyMap<string, string>): string[] {
  const attributions = new Map<string, string>();
  for (const { eventId, identifierId, reattributed } of resolutions) {
    for (const moved of reattributed) attributions.set(moved.eventId, moved.to);
    if (identifierId !== null) attributions.set(eventId, identifierId);
  }
  return [...attributions.values()].map((id) => names.get(id) ?? '?');
}
