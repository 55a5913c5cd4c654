import { toConfiguration } from '../src/configuration/configuration.ts';
import { goldenValues } from '../src/golden/golden-record.ts';
import { sortedJson } from './golden.ts';
import type { AttributionState, ProfileState, ResolvedState, Snapshot } from './snapshot.ts';
import type { StoredRows } from './stored-rows.ts';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What the profile consumer left in the store for a tenant. */
export function toSnapshot(rows: StoredRows): Snapshot {
  const resolved = resolvedOf(rows);
  checkQuarantine(rows, resolved);
  return {
    identifiers: identifiersOf(rows),
    operators: rows.operator_decision
      .map((row) => ({ identifierId: row.identifier_id, operator: row.decision }))
      .toSorted((a, b) => byText(a.identifierId, b.identifierId)),
    profiles: profilesOf(rows),
    ...ledgerOf(rows),
    records: rows.merge_record
      .map((row) => ({
        id: row.id,
        kind: row.kind,
        rule: row.rule,
        winnerId: row.winner_id,
        loserId: row.loser_id,
        trigger: row.trigger_position,
        evidence: row.evidence_position,
        time: row.occurred_at,
        active: row.active,
      }))
      .toSorted((a, b) => a.trigger - b.trigger || a.evidence - b.evidence || byText(a.id, b.id)),
    keepApart: rows.keep_apart
      .map(({ a, b }) => [a, b] as const)
      .toSorted(([a, b], [c, d]) => byText(a, c) || byText(b, d)),
    answers: rows.answer
      .map(({ position, answer }) => ({
        position,
        accepted: answer.accepted === true,
        reason: answer.reason ?? null,
      }))
      .toSorted((a, b) => a.position - b.position),
    attributions: attributionsOf(rows, resolved),
    resolved,
    sourceRecords: rows.source_record
      .map((row) => ({
        position: row.position,
        identifierId: row.attribution_id,
        traits: sortedJson(row.traits),
      }))
      .toSorted((a, b) => a.position - b.position),
    goldenValues: goldenOf(rows),
    consents: rows.consent
      .map((row) => ({
        profileId: row.profile_id,
        purpose: row.purpose,
        status: row.status,
        expiresAt: row.expires_at,
        updatedAt: row.updated_at,
      }))
      .toSorted((a, b) => byText(a.profileId, b.profileId) || byText(a.purpose, b.purpose)),
  };
}

function identifiersOf(rows: StoredRows): Snapshot['identifiers'] {
  const lists = new Map(rows.identifier_list.map((row) => [row.list_key, row.identifier_ids]));
  const lastSeenAt = new Map<string, number>();
  for (const { list_key: key, time } of rows.observation) {
    for (const id of lists.get(key) ?? []) lastSeenAt.set(id, Math.max(lastSeenAt.get(id) ?? time, time));
  }
  return rows.identifier
    .map((row) => ({
      id: row.id,
      type: row.type,
      birthPosition: row.birth_position,
      birthRank: row.birth_rank,
      birthEventId: row.birth_event_id,
      firstSeenAt: row.first_seen_at,
      lastSeenAt: lastSeenAt.get(row.id) ?? Number.NaN,
      closedFrom: row.closed_from,
      blocked: row.blocked,
      seenWith: row.seen_with === null ? [] : [row.seen_with],
      profileId: row.profile_id,
      ownProfileId: row.own_profile_id,
    }))
    .toSorted((a, b) => byText(a.id, b.id));
}

function profilesOf(rows: StoredRows): ProfileState[] {
  return rows.profile
    .map((row): ProfileState => {
      const identifiers = rows.identifier.filter(({ profile_id: id }) => id === row.id);
      if (identifiers.length !== row.identifiers)
        throw new Error(`profile ${row.id} counts its identifiers wrong`);
      const closed = rows.identifier.find(
        (one) => one.closed_from !== null && one.remainder_profile_id === row.id,
      );
      const members = row.remainder
        ? [closed?.remainder_id ?? '']
        : identifiers.map(({ id }) => id).toSorted();
      return {
        id: row.id,
        founderId: row.founder_id,
        members,
        aliases: identifiers
          .flatMap((one) =>
            one.alias_position === null || one.alias_since === null
              ? []
              : [{ id: one.own_profile_id, position: one.alias_position, since: one.alias_since }],
          )
          .toSorted((a, b) => byText(a.id, b.id)),
        quarantined: row.quarantined,
        remainder: row.remainder,
        firstSeenAt: row.has_events ? row.first_seen_at : null,
        lastSeenAt: row.has_events ? row.last_seen_at : null,
      };
    })
    .toSorted((a, b) => byText(a.id, b.id));
}

/** The ledger, the links that it leaves in force, and with them which merges are in force. */
function ledgerOf(rows: StoredRows): Pick<Snapshot, 'ledger' | 'links' | 'merges'> {
  const inOrder = rows.ledger.toSorted(
    (a, b) => a.trigger_position - b.trigger_position || a.ordinal - b.ordinal,
  );
  const ledger = inOrder.map((row) => ({
    trigger: row.trigger_position,
    kind: row.kind,
    a: row.a,
    b: row.b,
    evidence: row.evidence_position,
    rule: row.rule,
  }));
  const inForce = new Map<string, Snapshot['links'][number]>();
  for (const { kind, a, b, evidence, rule } of ledger) {
    const key = [evidence, a, b, rule].join(' ');
    if (inForce.has(key) === (kind === 'LINK')) throw new Error(`the ledger says ${kind} of ${key} twice`);
    if (kind === 'LINK') inForce.set(key, { a, b, evidence, rule });
    else inForce.delete(key);
  }
  const links = [...inForce.values()].toSorted(
    (x, y) => x.evidence - y.evidence || byText(x.a, y.a) || byText(x.b, y.b),
  );
  const linked = new Set(links.map(({ evidence }) => evidence));
  const merges = rows.merge
    .map(({ position, a, b, revoked_at: revokedAt }) => ({
      position,
      pins: a < b ? ([a, b] as const) : ([b, a] as const),
      state:
        revokedAt === null
          ? linked.has(position)
            ? ('IN_FORCE' as const)
            : ('DORMANT' as const)
          : ('REVOKED' as const),
    }))
    .toSorted((x, y) => x.position - y.position);
  return { ledger, links, merges };
}

function resolvedOf(rows: StoredRows): ResolvedState[] {
  return rows.resolved
    .map((row) => {
      const changes = (row.changes ?? {}) as Partial<ResolvedState>;
      return {
        position: row.position,
        identifierId: row.identifier_id,
        profileId: row.profile_id,
        setChanges: changes.setChanges ?? [],
        ceased: changes.ceased ?? [],
        reattributed: changes.reattributed ?? [],
        linkChanges: changes.linkChanges ?? [],
        traitChanges: changes.traitChanges ?? [],
        consentChanges: changes.consentChanges ?? [],
        quarantineChanges: changes.quarantineChanges ?? [],
      };
    })
    .toSorted((a, b) => a.position - b.position);
}

/** The quarantined profiles, as a later subgraph learns them: from the resolved stream and nothing else. */
export function foldQuarantine(resolved: readonly Pick<ResolvedState, 'quarantineChanges'>[]): Set<string> {
  const quarantined = new Set<string>();
  for (const { profileId, quarantined: begins } of resolved.flatMap((one) => one.quarantineChanges)) {
    if (begins === quarantined.has(profileId)) throw new Error(`the stream quarantines ${profileId} twice`);
    if (begins) quarantined.add(profileId);
    else quarantined.delete(profileId);
  }
  return quarantined;
}

function checkQuarantine(rows: StoredRows, resolved: readonly ResolvedState[]): void {
  const stored = new Set(rows.profile.flatMap(({ id, quarantined }) => (quarantined ? [id] : [])));
  const told = foldQuarantine(resolved);
  const differing = rows.profile.map(({ id }) => id).filter((id) => stored.has(id) !== told.has(id));
  if (differing.length > 0)
    throw new Error(`stream and store differ on the quarantine of ${differing.join()}`);
  if (told.size > stored.size) throw new Error('the stream quarantines profiles that are not there');
}

/** Whose each event is now, as a later subgraph learns it: from the resolved stream and nothing else. */
function attributionsOf(rows: StoredRows, resolved: readonly ResolvedState[]): AttributionState[] {
  const carried = new Set(rows.observation.map(({ position }) => position));
  const positionOf = new Map(rows.resolved.map((row) => [row.event_id, row.position]));
  const identifierAt = new Map<number, string>();
  const profileOf = new Map<string, string>();
  for (const { position, identifierId, profileId, setChanges, ceased, reattributed } of resolved) {
    for (const { identifierId: id, from, to } of setChanges) {
      if ((profileOf.get(id) ?? null) !== from) {
        throw new Error(`position ${String(position)} moves ${id} from elsewhere`);
      }
      profileOf.set(id, to);
    }
    for (const id of ceased) {
      if (!profileOf.delete(id)) throw new Error(`position ${String(position)} ends ${id}, which is nowhere`);
    }
    for (const { eventId, from, to } of reattributed) {
      const moved = positionOf.get(eventId) ?? -1;
      if (identifierAt.get(moved) !== from)
        throw new Error(`position ${String(position)} moves ${eventId} from elsewhere`);
      identifierAt.set(moved, to);
    }
    if (identifierId === null) continue;
    if (profileOf.get(identifierId) !== profileId)
      throw new Error(`position ${String(position)} contradicts itself`);
    if (carried.has(position)) identifierAt.set(position, identifierId);
  }
  return [...identifierAt]
    .map(([position, identifierId]) => ({
      position,
      identifierId,
      profileId: profileOf.get(identifierId) ?? '',
    }))
    .toSorted((a, b) => a.position - b.position);
}

function goldenOf(rows: StoredRows): Snapshot['goldenValues'] {
  const configuration = toConfiguration(new Map(rows.configuration.map(({ name, value }) => [name, value])));
  return rows.golden_record
    .toSorted((a, b) => byText(a.profile_id, b.profile_id))
    .flatMap((row) => {
      const values = [...goldenValues(new Map(Object.entries(row.state)), configuration)].toSorted(
        ([a], [b]) => byText(a, b),
      );
      const shown = sortedJson(row.traits);
      const meant = `{${values.map(([trait, { value }]) => `${JSON.stringify(trait)}:${value}`).join(',')}}`;
      if (shown !== meant)
        throw new Error(`golden record ${row.profile_id} shows ${shown} and means ${meant}`);
      return values.map(([trait, { value, observation }]) => ({
        profileId: row.profile_id,
        trait,
        value,
        sourceId: observation.sourceId,
        eventId: observation.eventId,
        observedAt: observation.time,
        rule: ruleIn(row.state, trait),
      }));
    });
}

function ruleIn(state: Readonly<Record<string, { readonly rule: string }>>, trait: string): string {
  return (Object.hasOwn(state, trait) ? state[trait]?.rule : undefined) ?? '';
}
