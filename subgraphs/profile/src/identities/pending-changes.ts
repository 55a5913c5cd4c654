import type { Transaction } from 'kysely';
import type { ProfileDatabase } from '../database.ts';
import type { Fact } from './fold-changes.ts';
import { saveIdentifiers } from './identifier-repository.ts';
import { profileIdOf } from './known-identifier.ts';
import type { IdentityMemory } from './memory.ts';
import {
  saveLists,
  saveObservations,
  type IdentifierList,
  type Observation,
} from './observation-repository.ts';
import { deleteProfiles, saveProfiles, type ProfileRow } from './profile-row-repository.ts';
import {
  insertLedger,
  insertRecords,
  updateActive,
  type LedgerRow,
  type NewRecord,
} from './record-repository.ts';

type Trx = Transaction<ProfileDatabase>;

/** What a batch has changed in memory and not written yet. */
export class PendingChanges {
  /** Identifiers to write as they then are. */
  readonly identifierIds = new Set<string>();
  /** Identifiers that the batch has written so far. */
  readonly writtenIds = new Set<string>();
  /** Profiles to write as they then are, or to delete when there is no such profile then. */
  readonly profileIds = new Set<string>();
  readonly observations: Observation[] = [];
  readonly ledger: LedgerRow[] = [];
  readonly records: NewRecord[] = [];
  readonly active: { readonly fact: Fact; readonly active: boolean }[] = [];
  /** Writes of constraints, in order. */
  readonly constraints: ((trx: Trx, tenantId: string) => Promise<void>)[] = [];
  readonly #memory: IdentityMemory;
  readonly #lists: { readonly text: string; readonly list: IdentifierList }[] = [];

  constructor(memory: IdentityMemory) {
    this.#memory = memory;
  }

  addList(text: string, list: IdentifierList): void {
    this.#lists.push({ text, list });
    this.#memory.storedLists.set(text, list.key);
  }

  async write(trx: Trx, tenantId: string): Promise<void> {
    const identifiers = [...this.identifierIds].map((id) => this.#memory.identifier(id));
    for (const id of this.identifierIds) this.writtenIds.add(id);
    await saveIdentifiers(
      trx,
      tenantId,
      identifiers.filter((identifier) => identifier !== undefined),
    );
    await this.#writeProfiles(trx, tenantId);
    await saveLists(
      trx,
      tenantId,
      this.#lists.map(({ list }) => list),
    );
    await saveObservations(trx, tenantId, this.observations);
    await insertLedger(trx, tenantId, this.ledger);
    // Older records of a fact that came back hold again, so the new ones are written first.
    await insertRecords(trx, tenantId, this.records);
    await updateActive(trx, tenantId, this.active);
    for (const write of this.constraints) await write(trx, tenantId);
    this.#clear();
  }

  async #writeProfiles(trx: Trx, tenantId: string): Promise<void> {
    const profiles = [...this.profileIds].map((id) => [id, toProfileRow(this.#memory, id)] as const);
    await deleteProfiles(
      trx,
      tenantId,
      profiles.flatMap(([id, row]) => (row === null ? [id] : [])),
    );
    await saveProfiles(
      trx,
      tenantId,
      profiles.flatMap(([, row]) => row ?? []),
    );
  }

  #clear(): void {
    this.identifierIds.clear();
    this.profileIds.clear();
    for (const list of [
      this.observations,
      this.ledger,
      this.records,
      this.active,
      this.constraints,
      this.#lists,
    ]) {
      list.length = 0;
    }
  }
}

function toProfileRow(memory: IdentityMemory, id: string): ProfileRow | null {
  const set = memory.set(id);
  if (set !== undefined) {
    return {
      id: profileIdOf(set),
      founderId: set.founder.birth.id,
      quarantined: set.founder.blocked !== null,
      remainder: false,
      identifiers: set.members.length,
      seen: set.seen,
      foundedAt: set.founder.birth.firstSeenAt,
    };
  }
  const owner = memory.remainderOwner(id);
  if (owner === undefined) return null;
  return {
    id,
    founderId: owner.birth.id,
    quarantined: false,
    remainder: true,
    identifiers: 0,
    seen: owner.remainderSeen,
    foundedAt: owner.birth.firstSeenAt,
  };
}
