import { arrayParameter } from '@customer360/postgres';
import {
  restoreProfile,
  SegmentEvaluator,
  snapshotOf,
  type Departure,
  type HistoryReader,
  type ProfileSnapshot,
} from '@customer360/segment-rules';
import { sql } from 'kysely';
import {
  deleteMemberships,
  removeFromBatches,
  saveMemberships,
  type MembershipKey,
  type NewMembership,
} from '../memberships/membership-writes.ts';
import { packState, unpackState } from './state-text.ts';
import { deleteStates, findStates, saveStates, type StoredState } from './state-repository.ts';
import { changeId, type TenantEvaluation, type TenantView } from './tenant-evaluation.ts';

/** Some profiles in the evaluator's memory, with what was stored of them. */
export interface LoadedProfiles {
  readonly evaluator: SegmentEvaluator;
  /** By profile id. */
  readonly stored: ReadonlyMap<string, ProfileSnapshot>;
  readonly states: ReadonlyMap<string, StoredState>;
}

/** Reads profiles into the memory of a new evaluator. */
export async function loadProfiles(
  evaluation: TenantView,
  profileIds: readonly string[],
  history: HistoryReader,
): Promise<LoadedProfiles> {
  const { trx, tenantId, logTenantId, rules } = evaluation;
  const states = await findStates(trx, tenantId, profileIds);
  const evaluator = new SegmentEvaluator({
    tenantId: logTenantId,
    history,
    newId: (...parts) => changeId(evaluation, ...parts),
  });
  const batches = await findBatchMembers(evaluation, profileIds);
  for (const segment of rules.compiled) evaluator.segments.set(segment);
  for (const id of rules.batchIds) evaluator.segments.setBatch(id, batches.get(id) ?? new Set());
  const stored = new Map<string, ProfileSnapshot>();
  for (const { profileId, snapshot } of states) {
    const read = unpackState(snapshot, rules.keys);
    stored.set(profileId, read);
    restoreProfile(evaluator.memory, read);
  }
  evaluator.resume(evaluation.clock);
  return {
    evaluator,
    stored,
    states: new Map(states.map((state) => [state.profileId, state])),
  };
}

async function findBatchMembers(
  { trx, tenantId, rules }: TenantView,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (rules.batchIds.length === 0 || profileIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('segment.batch_member')
    .select(['segment_id as segmentId', 'profile_id as profileId'])
    .where('tenant_id', '=', tenantId)
    .where('segment_id', 'in', rules.batchIds)
    .where(sql<boolean>`profile_id = any(${arrayParameter(trx, 'uuid', profileIds)})`)
    .execute();
  const members = Map.groupBy(rows, ({ segmentId }) => segmentId);
  return new Map([...members].map(([id, of]) => [id, new Set(of.map(({ profileId }) => profileId))]));
}

/** Writes what is another than was stored: states, due times and memberships. `left` says who left batch segments. */
export async function saveProfiles(
  evaluation: TenantEvaluation,
  loaded: LoadedProfiles,
  left: readonly Departure[] = [],
): Promise<void> {
  const { trx, tenantId } = evaluation;
  const { evaluator, stored, states } = loaded;
  const { memory } = evaluator;
  const gone = [...stored.keys()].filter((id) => !memory.profiles.has(id));
  const changed = [...memory.profiles.values()].flatMap((profile) => {
    const snapshot = snapshotOf(memory, profile);
    const text = packState(snapshot, evaluation.rules.shortKey);
    const dueAt = profile.dues.size === 0 ? null : Math.min(...profile.dues.values());
    const known = states.get(profile.profileId);
    if (text === known?.snapshot && dueAt === known.dueAt) return [];
    return [{ profileId: profile.profileId, snapshot: text, dueAt, memberships: snapshot.memberships }];
  });
  await saveStates(trx, tenantId, changed);
  await deleteStates(trx, tenantId, gone);
  const present = [...changed, ...gone.map((profileId) => ({ profileId, memberships: [] }))];
  const differences = present.map(({ profileId, memberships }) =>
    compareMemberships(profileId, stored.get(profileId)?.memberships ?? [], memberships),
  );
  await saveMemberships(
    trx,
    tenantId,
    differences.flatMap(({ begun }) => begun),
  );
  await deleteMemberships(
    trx,
    tenantId,
    differences.flatMap(({ ended }) => ended),
  );
  await leaveBatches(evaluation, gone, left);
}

function compareMemberships(
  profileId: string,
  before: ProfileSnapshot['memberships'],
  after: ProfileSnapshot['memberships'],
): { readonly begun: readonly NewMembership[]; readonly ended: readonly MembershipKey[] } {
  const former = new Map(before);
  const present = new Map(after);
  return {
    begun: after.flatMap(([segmentId, { version, enteredAt }]) => {
      const known = former.get(segmentId);
      const isSame = known?.version === version && known.enteredAt === enteredAt;
      return isSame ? [] : [{ segmentId, profileId, version, enteredAt }];
    }),
    ended: before.flatMap(([segmentId]) => (present.has(segmentId) ? [] : [{ segmentId, profileId }])),
  };
}

/** A merge or a quarantine takes a profile out of the batch segments too; what an erasure takes goes silently. */
async function leaveBatches(
  evaluation: TenantEvaluation,
  gone: readonly string[],
  left: readonly Departure[],
): Promise<void> {
  const { trx, tenantId, logTenantId, rules, changes } = evaluation;
  if (rules.batchIds.length === 0) return;
  // Whoever left and came back is in none: the first departure counts.
  const departures = new Map(left.toReversed().map((departure) => [departure.profileId, departure]));
  const leaving = [...new Set([...gone, ...departures.keys()])];
  for (const { segmentId, profileId, version } of await removeFromBatches(trx, tenantId, leaving)) {
    const departure = departures.get(profileId);
    if (departure === undefined) continue;
    const { at, cause, reason } = departure;
    const id = changeId(evaluation, logTenantId, segmentId, version, profileId, 'EXITED', cause);
    changes.push({ id, kind: 'EXITED', segmentId, version, profileId, at, cause, reason });
  }
}
