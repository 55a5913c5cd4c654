import type { IdentifierDocument, PendingReferralDocument, ReferredEdge } from '../store/documents.ts';
import { aqlFile } from '../store/aql-file.ts';
import { idOf, keyOf } from '../store/keys.ts';
import type { TenantTransaction } from '../store/tenant-transaction.ts';
import type { IdentifierDirectory, NamedIdentifier } from './identifier-directory.ts';
import type { IdentityOutcome } from './identity-fold.ts';
import type { ProjectionWrites } from './projection-writes.ts';
import type { BatchContent } from './read-batch.ts';

const affectedReferrals = aqlFile(import.meta.url, './affected-referrals.aql');
const hasPending = aqlFile(import.meta.url, './has-pending-referrals.aql');
const knownIdentifiers = aqlFile(import.meta.url, './known-identifiers.aql');

export interface ReferralScope {
  readonly transaction: TenantTransaction;
  readonly directory: IdentifierDirectory;
  readonly writes: ProjectionWrites;
  readonly identities: IdentityOutcome;
  readonly content: BatchContent;
  /** What the directory says of `content.referrals`, in order. */
  readonly named: readonly NamedIdentifier[];
  /** Type of the identifiers that referrals name. */
  readonly type: string;
}

/** A referral as it stands, whomever it names. */
interface Referral {
  readonly key: string;
  readonly referrerId: string;
  readonly ts: number;
}

interface NamingReferral extends Referral {
  readonly referredId: string;
  /** The edge as it is stored; null for one that is new. */
  readonly before?: ReferredEdge | null;
}

/**
 * Keeps `referred` and `pending_referrals`: a referral is an edge once the identifier that it names has been seen, whether
 * before it or after it, so that the same log gives the same edges in any batches.
 */
export async function writeReferrals(scope: ReferralScope): Promise<void> {
  const { content, named, identities } = scope;
  const attributions = new Map(content.events.map(({ eventId, identifierId }) => [eventId, identifierId]));
  const identifiers = new Map(identities.identifiers);
  const { edges, pending, hashes } = await readAffected(scope);
  await addMissing(scope.transaction, identifiers, pending);
  for (const [place, { eventId, ts }] of content.referrals.entries()) {
    const { identifierId, valueHash } = named[place] ?? { identifierId: null, valueHash: '' };
    const referrerId = attributions.get(eventId);
    if (referrerId === undefined) continue;
    const referral = { key: keyOf(scope.transaction.tenantId, eventId), referrerId, ts };
    if (identifierId !== null && identifiers.has(identifierId)) {
      putEdge(scope, identifiers, { ...referral, referredId: identifierId });
    } else putPending(scope, referral, valueHash);
  }
  const bornByHash = new Map([...hashes].map(([id, hash]) => [hash, id]));
  for (const { _key, referrerIdentifierId, ts, valueHash } of pending) {
    const referral = { key: _key, referrerId: nowOf(scope, _key, referrerIdentifierId), ts };
    const identifierId = bornByHash.get(valueHash);
    if (identifierId === undefined) putPending(scope, referral, valueHash);
    else {
      scope.writes.remove('pending_referrals', _key);
      putEdge(scope, identifiers, { ...referral, referredId: identifierId });
    }
  }
  for (const edge of edges) {
    const referrerId = nowOf(scope, edge._key, edge.referrerIdentifierId);
    const { _key: key, ts, referredIdentifierId: referredId } = edge;
    putEdge(scope, identifiers, { key, referrerId, ts, referredId, before: edge });
  }
}

/** The identifier that an event is attributed to now. */
function nowOf({ transaction, content }: ReferralScope, key: string, before: string): string {
  return content.reattributed.get(key.slice(transaction.tenantId.length + 1)) ?? before;
}

async function readAffected({ transaction, directory, identities, content, type }: ReferralScope) {
  const { tenantId } = transaction;
  const born = identities.born.filter((id) => identities.identifiers.get(id)?.type === type);
  const isAwaited = born.length > 0 && (await transaction.run(hasPending, { type })).length > 0;
  const hashes = isAwaited ? await directory.hashes(tenantId, born) : new Map<string, string>();
  const keys = [...content.reattributed.keys()].map((eventId) => keyOf(tenantId, eventId));
  if (hashes.size === 0 && keys.length === 0 && identities.moved.length === 0) {
    return { edges: [], pending: [], hashes };
  }
  const [found] = await transaction.run<{
    readonly edges: readonly ReferredEdge[];
    readonly pending: readonly PendingReferralDocument[];
  }>(affectedReferrals, { keys, type, hashes: [...hashes.values()], identifierIds: identities.moved });
  return { edges: found?.edges ?? [], pending: found?.pending ?? [], hashes };
}

async function addMissing(
  transaction: TenantTransaction,
  identifiers: Map<string, IdentifierDocument>,
  pending: readonly PendingReferralDocument[],
): Promise<void> {
  const missing = new Set(pending.map(({ referrerIdentifierId }) => referrerIdentifierId));
  const keys = [...missing].filter((id) => !identifiers.has(id)).map((id) => keyOf(transaction.tenantId, id));
  if (keys.length === 0) return;
  for (const found of await transaction.run<IdentifierDocument>(knownIdentifiers, { keys })) {
    identifiers.set(found.identifierId, found);
  }
}

function putEdge(
  { transaction: { tenantId }, writes }: ReferralScope,
  identifiers: ReadonlyMap<string, IdentifierDocument>,
  { key, referrerId, ts, referredId, before = null }: NamingReferral,
): void {
  const end = (identifierId: string): string | null => {
    const profileId = identifiers.get(identifierId)?.profileId;
    return profileId === undefined ? null : idOf('profiles', keyOf(tenantId, profileId));
  };
  // An end that is not known here has not moved.
  const [from, to] = [end(referrerId) ?? before?._from, end(referredId) ?? before?._to];
  if (from === undefined || to === undefined) throw new Error(`Referral ${key} has an unknown end`);
  const edge: ReferredEdge = {
    _key: key,
    _from: from,
    _to: to,
    tenantId,
    referrerIdentifierId: referrerId,
    referredIdentifierId: referredId,
    ts,
  };
  writes.put('referred', edge);
}

function putPending(
  { transaction: { tenantId }, writes, type }: ReferralScope,
  { key, referrerId, ts }: Referral,
  valueHash: string,
): void {
  const pending: PendingReferralDocument = {
    _key: key,
    tenantId,
    referrerIdentifierId: referrerId,
    type,
    valueHash,
    ts,
  };
  writes.put('pending_referrals', pending);
}
