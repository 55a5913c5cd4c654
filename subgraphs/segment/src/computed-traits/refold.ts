import { readResolved, type ResolvedEvent } from '@customer360/event-log';
import type { ProfileValueChange, SegmentProjection } from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import { findOwnedIdentifiers } from './identifier-owners.ts';
import { fold, observe } from './observe.ts';
import { findObservedEvents, insertObservedEvents, moveObservedEvents } from './observed-event-repository.ts';
import type { ComputedTraitTables } from './tables.ts';
import { readingLog } from '../store/reading-log.ts';
import { inTransaction } from './in-transaction.ts';
import { TraitBatch } from './trait-batch.ts';
import type { TraitSet } from './trait-set.ts';
import { saveTraitStates } from './trait-state-repository.ts';

type Trx = Transaction<ComputedTraitTables & SegmentProjection>;

const EVENTS_AT_ONCE = 1_000;
const PROFILES_AT_ONCE = 500;

/**
 * Computes a tenant's traits anew from the log, as another set wants them. It reads all events before the entry that
 * configures it, and answers what rules are to know anew: of every profile, the traits that the set has and those that it
 * has no more.
 */
export async function refold(
  trx: Trx,
  tenantId: string,
  {
    set,
    cause,
    logTenantId,
  }: { readonly set: TraitSet; readonly cause: ResolvedEvent; readonly logTenantId: string },
): Promise<readonly ProfileValueChange[]> {
  const former = await findFormerNames(trx, tenantId);
  for (const table of ['segment.observed_event', 'segment.trait_state'] as const) {
    await trx.deleteFrom(table).where('tenant_id', '=', tenantId).execute();
  }
  await observeAnew(trx, { tenantId, logTenantId }, set, cause.position);
  const changes: ProfileValueChange[] = [];
  for (let after: string | null = null; ;) {
    const profileIds = await findProfiles(trx, tenantId, after);
    const last = profileIds.at(-1);
    if (last === undefined) return changes;
    changes.push(...(await foldProfiles(trx, tenantId, { set, cause, profileIds, former })));
    after = last;
  }
}

async function observeAnew(
  trx: Trx,
  names: { readonly tenantId: string; readonly logTenantId: string },
  set: TraitSet,
  before: number,
): Promise<void> {
  const { tenantId, logTenantId } = names;
  const database = inTransaction(trx);
  for (let after = 0; after < before - 1;) {
    const limit = Math.min(EVENTS_AT_ONCE, before - 1 - after);
    const { events } = await readingLog(trx, names, () => readResolved(database, logTenantId, after, limit));
    const last = events.at(-1);
    if (last === undefined) return;
    const observed = events.map((event) => observe(set, event)).filter((event) => event !== null);
    await insertObservedEvents(trx, tenantId, observed);
    await moveObservedEvents(
      trx,
      tenantId,
      events.flatMap(({ reattributed }) => reattributed),
    );
    after = last.position;
  }
}

async function foldProfiles(
  trx: Trx,
  tenantId: string,
  {
    set,
    cause,
    profileIds,
    former,
  }: {
    readonly set: TraitSet;
    readonly cause: ResolvedEvent;
    readonly profileIds: readonly string[];
    readonly former: readonly string[];
  },
): Promise<readonly ProfileValueChange[]> {
  const owned = await findOwnedIdentifiers(trx, tenantId, { identifierIds: [], profileIds });
  const ids = owned.map(({ identifierId }) => identifierId);
  const observed = Map.groupBy(
    await findObservedEvents(trx, tenantId, ids, null),
    ({ identifierId }) => identifierId,
  );
  const states = new Map([...observed].map(([id, events]) => [id, fold(set, {}, events)]));
  await saveTraitStates(trx, tenantId, states);
  const present = new TraitBatch(set, owned, states, cause.loggedAt).present(cause);
  const names = new Set(set.traits.filter(({ isSliding }) => !isSliding).map((one) => one.definition.name));
  const dropped = former.filter((name) => !names.has(name));
  const removed = profileIds.flatMap((profileId) =>
    dropped.map((trait) => ({
      profileId,
      source: 'computed' as const,
      trait,
      value: null,
      observedAt: null,
    })),
  );
  return [...present, ...removed];
}

async function findFormerNames(trx: Trx, tenantId: string): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('segment.profile_value')
    .select('trait')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('source', '=', 'computed')
    .execute();
  return rows.map(({ trait }) => trait);
}

async function findProfiles(trx: Trx, tenantId: string, after: string | null): Promise<readonly string[]> {
  let query = trx.selectFrom('segment.profile').select('profile_id as id').where('tenant_id', '=', tenantId);
  if (after !== null) query = query.where('profile_id', '>', after);
  const rows = await query.orderBy('profile_id').limit(PROFILES_AT_ONCE).execute();
  return rows.map(({ id }) => id);
}
