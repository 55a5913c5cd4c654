import { aqlFile } from '../store/aql-file.ts';
import type { EventDocument, ProfileDocument } from '../store/documents.ts';
import { keyOf } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import type { Touchpoint } from '../touchpoints/touchpoint.ts';
import { extendProfile, isAtTail, rewriteProfile, timesOf } from './change-profile.ts';
import { goldenName, type IdentityOutcome, type NameChange } from './identity-fold.ts';
import type { MovedEvent } from './move-events.ts';
import { isQuarantinedAfter, writeQuarantines, type Quarantines } from './quarantine-changes.ts';
import { emptyProfile, noNames } from './profile-summary.ts';
import type { ProjectionWrites } from './projection-writes.ts';
import type { ProfileTail, ProfileWindow, TouchpointChanges } from './touched-profile.ts';

const profileTails = aqlFile(import.meta.url, './profile-tails.aql');
const profileWindows = aqlFile(import.meta.url, './profile-windows.aql');

export interface ProfileChanges {
  readonly transaction: TenantTransaction;
  readonly writes: ProjectionWrites;
  readonly conversionSteps: ReadonlySet<string>;
  readonly identities: IdentityOutcome;
  readonly added: readonly EventDocument[];
  readonly moved: readonly MovedEvent[];
  readonly quarantines: Quarantines;
}

/** Works out sessions, journeys, transitions and summaries of every profile that a batch touches. */
export async function changeProfiles(changes: ProfileChanges): Promise<void> {
  const { transaction, writes, identities, quarantines } = changes;
  const { tenantId } = transaction;
  const touched = touchpointChanges(changes);
  const profileIds = new Set([
    ...touched.keys(),
    ...identities.held,
    ...identities.gone,
    ...identities.names.keys(),
    ...quarantines.keys(),
  ]);
  if (profileIds.size === 0) return;
  const tails = await transaction.run<ProfileTail>(profileTails, { profileIds: [...profileIds] });
  const windows = await readWindows(transaction, tails, touched);
  await writeQuarantines(transaction, writes, tails, quarantines);
  for (const tail of tails) {
    const { profileId } = tail;
    const own = touched.get(profileId);
    const profile = own === undefined ? tail.profile : changeOne(changes, tail, own, windows);
    if (identities.gone.has(profileId)) writes.remove('profiles', keyOf(tenantId, profileId));
    else if (profile !== null || identities.held.has(profileId)) {
      const named = rename(profile ?? emptyProfile(tenantId, profileId), identities.names.get(profileId));
      if (named !== tail.profile) writes.put('profiles', named);
    }
  }
}

function changeOne(
  { transaction: { tenantId }, writes, conversionSteps, quarantines }: ProfileChanges,
  tail: ProfileTail,
  own: TouchpointChanges,
  windows: ReadonlyMap<string, ProfileWindow>,
): ProfileDocument {
  const scope = { tenantId, writes, conversionSteps, isCounted: !isQuarantinedAfter(tail, quarantines) };
  const window = windows.get(tail.profileId);
  return window === undefined ? extendProfile(scope, tail, own) : rewriteProfile(scope, tail, window, own);
}

async function readWindows(
  transaction: TenantTransaction,
  tails: readonly ProfileTail[],
  touched: ReadonlyMap<string, TouchpointChanges>,
): Promise<ReadonlyMap<string, ProfileWindow>> {
  const windows = tails.flatMap((tail) => {
    const own = touched.get(tail.profileId);
    return own === undefined || isAtTail(tail, own) ? [] : [{ profileId: tail.profileId, ...timesOf(own) }];
  });
  if (windows.length === 0) return new Map();
  const found = await transaction.run<ProfileWindow>(profileWindows, { windows });
  return new Map(found.map((window) => [window.profileId, window]));
}

/** By profile id: touchpoints that it gains and loses. */
function touchpointChanges({ added, moved }: ProfileChanges): ReadonlyMap<string, TouchpointChanges> {
  const changes = new Map<string, { readonly added: Touchpoint[]; readonly removed: Touchpoint[] }>();
  const of = (profileId: string) => {
    const known = changes.get(profileId) ?? { added: [], removed: [] };
    changes.set(profileId, known);
    return known;
  };
  for (const event of added) {
    const touchpoint = toTouchpoint(event);
    if (touchpoint !== null) of(event.profileId).added.push(touchpoint);
  }
  for (const { before, profileId } of moved) {
    const touchpoint = toTouchpoint(before);
    if (touchpoint === null || before.profileId === profileId) continue;
    of(before.profileId).removed.push(touchpoint);
    of(profileId).added.push(touchpoint);
  }
  return changes;
}

function toTouchpoint(event: Omit<EventDocument, 'properties'>): Touchpoint | null {
  const { eventId, position, ts, step, channel, campaign, value } = event;
  return step === null ? null : { eventId, position, at: ts, step, channel, campaign, value };
}

function rename(profile: ProfileDocument, change: NameChange | undefined): ProfileDocument {
  if (change === undefined) return profile;
  const nameTraits = { ...(change.isAnew ? noNames : profile.nameTraits), ...change.told };
  return { ...profile, nameTraits, name: goldenName(nameTraits) };
}
