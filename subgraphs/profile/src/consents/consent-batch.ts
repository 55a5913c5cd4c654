import type { ConsentChange } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import { moveAttributions } from '../attributions/move-attributions.ts';
import type { ConsentPurpose, TenantConfiguration } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';
import type { Membership, Step } from '../identities/step.ts';
import { decide, overriddenBy, type ConsentDecision } from './consent.ts';
import {
  deleteStatements,
  findDecisions,
  findStatements,
  insertStatements,
  replaceDecisions,
  type Decisions,
} from './consent-repository.ts';
import { byPurpose, replaces, StatementIndex, type KeptStatement } from './statement-index.ts';
import { consentsSaid, type Said } from './statements.ts';

/** Consents for one batch of steps: read before, folded step by step in memory, written after. */
export interface ConsentBatch {
  /** Reads the decisions and statements of what the batch may touch. */
  prepare(scope: {
    readonly profileIds: readonly string[];
    readonly attributionIds: readonly string[];
  }): Promise<void>;
  /** True when the step can change a decision. */
  concerns(step: Step): boolean;
  /** What the step changes, by profile id and purpose. */
  apply(step: Step, membership: Membership): Promise<readonly ConsentChange[]>;
  flush(): Promise<void>;
}

const NONE: Decisions = new Map();

export function createConsentBatch(options: {
  readonly trx: Transaction<ProfileDatabase>;
  readonly tenantId: string;
  readonly configuration: TenantConfiguration;
}): ConsentBatch {
  const { trx, tenantId, configuration } = options;
  const index = new StatementIndex();
  const loadedAttributions = new Set<string>();
  const decisions = new Map<string, Decisions>();
  const dirty = new Set<string>();
  const inserted = new Set<KeptStatement>();
  const deleted: KeptStatement[] = [];

  let latest: { readonly step: Step; readonly said: readonly Said[] } | null = null;

  /** A step is asked about and then applied: its payload is read once. */
  function saidBy(step: Step): readonly Said[] {
    if (latest?.step !== step) latest = { step, said: consentsSaid(step.entry, configuration) };
    return latest.said;
  }

  async function load(profileIds: readonly string[], attributionIds: readonly string[]): Promise<void> {
    const profiles = profileIds.filter((id) => !decisions.has(id));
    if (profiles.length > 0) {
      const found = await findDecisions(trx, tenantId, profiles);
      for (const id of profiles) decisions.set(id, found.get(id) ?? NONE);
    }
    const attributions = attributionIds.filter((id) => !loadedAttributions.has(id));
    if (attributions.length === 0) return;
    const known = new Map([...index.of(loadedAttributions)].map((kept) => [keyOf(kept), kept]));
    const gone = new Set(deleted.map(keyOf));
    for (const statement of await findStatements(trx, tenantId, attributions)) {
      const key = keyOf(statement);
      if (!known.has(key) && !gone.has(key)) index.add(statement);
    }
    for (const id of attributions) loadedAttributions.add(id);
  }

  async function write(): Promise<void> {
    await deleteStatements(trx, tenantId, deleted.splice(0));
    await insertStatements(trx, tenantId, [...inserted]);
    inserted.clear();
  }

  async function reattribute(step: Step): Promise<void> {
    await write();
    await moveAttributions(trx, 'profile.consent_statement', tenantId, step.reattributed);
    index.clear();
    loadedAttributions.clear();
  }

  function remember(step: Step, said: Said, attributions: readonly string[]): void {
    if (step.identifierId === null) return;
    const { position, eventId, time } = step.entry;
    const applying = (byPurpose(index.of(attributions)).get(said.purpose) ?? []).filter(
      (statement) => statement.position < position,
    );
    const statement: KeptStatement = {
      ...said,
      position,
      eventId,
      time,
      attributionId: step.identifierId,
      listKey: step.listKey,
      pins: said.status === 'DENIED' ? attributions.toSorted() : [],
      overrides: said.status === 'GRANTED' ? overriddenBy({ position, time }, applying) : [],
    };
    for (const older of applying.filter((present) => replaces(statement, present))) {
      index.remove(older);
      if (!inserted.delete(older)) deleted.push(older);
    }
    index.add(statement);
    inserted.add(statement);
  }

  function decisionsNow(attributions: readonly string[]): Map<ConsentPurpose, ConsentDecision> {
    const now = new Map<ConsentPurpose, ConsentDecision>();
    for (const [purpose, statements] of byPurpose(index.of(attributions))) {
      const decision = decide(statements);
      if (decision !== null) now.set(purpose, decision);
    }
    return now;
  }

  return {
    async prepare({ profileIds, attributionIds }) {
      await load(profileIds, attributionIds);
    },

    concerns(step) {
      return step.absorbed.length > 0 || step.rebuilt.length > 0 || saidBy(step).length > 0;
    },

    async apply(step, membership) {
      const said = step.identifierId === null ? [] : saidBy(step);
      const touched = new Set([...step.absorbed.flatMap(({ from, to }) => [from, to]), ...step.rebuilt]);
      if (said.length > 0 && step.profileId !== null) touched.add(step.profileId);
      if (step.reattributed.length > 0) await reattribute(step);
      const members = new Map([...touched].map((id) => [id, membership.attributionsOf(id)]));
      await load([...touched], [...members.values()].flat());
      if (step.profileId !== null) {
        for (const one of said) remember(step, one, members.get(step.profileId) ?? []);
      }
      const changes: ConsentChange[] = [];
      for (const [profileId, attributions] of [...members].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        const before = decisions.get(profileId) ?? NONE;
        const after = decisionsNow(attributions);
        decisions.set(profileId, after);
        dirty.add(profileId);
        if (attributions.length > 0) changes.push(...consentChanges(profileId, before, after));
      }
      return changes;
    },

    async flush() {
      await write();
      const rows = new Map([...dirty].map((id) => [id, decisions.get(id) ?? NONE]));
      dirty.clear();
      await replaceDecisions(trx, tenantId, rows);
    },
  };
}

function keyOf(statement: { readonly position: number; readonly purpose: string }): string {
  return `${statement.position} ${statement.purpose}`;
}

function consentChanges(profileId: string, before: Decisions, after: Decisions): ConsentChange[] {
  const purposes = new Set([...before.keys(), ...after.keys()]);
  return [...purposes].toSorted().flatMap((purpose) => {
    const former = before.get(purpose);
    const present = after.get(purpose);
    const status = present?.status ?? 'DENIED';
    const expiresAt = present?.expiresAt ?? null;
    const same = status === (former?.status ?? 'DENIED') && expiresAt === (former?.expiresAt ?? null);
    return same ? [] : [{ profileId, purpose, status, expiresAt }];
  });
}
