import type { TraitChange } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import { moveAttributions } from '../attributions/move-attributions.ts';
import type { TenantConfiguration } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';
import type { Membership, Step } from '../identities/step.ts';
import {
  addRecord,
  goldenValues,
  mergeStates,
  type GoldenState,
  type SourceRecord,
} from './golden-record.ts';
import {
  findGoldenStates,
  findSourceRecords,
  insertSourceRecords,
  saveGoldenRecords,
  type AttributedRecord,
} from './golden-repository.ts';
import { toSourceRecord } from './source-record.ts';
import { traitChanges } from './trait-changes.ts';

/** Golden records for one batch of steps: read before, folded step by step in memory, written after. */
export interface GoldenBatch {
  /** Reads the golden records of the profiles that the batch may touch. */
  prepare(scope: { readonly profileIds: readonly string[] }): Promise<void>;
  /** True when the step can change a golden record. */
  concerns(step: Step): boolean;
  /** What the step changes, by profile id and trait name. */
  apply(step: Step, membership: Membership): Promise<readonly TraitChange[]>;
  flush(): Promise<void>;
}

const EMPTY: GoldenState = new Map();

export function createGoldenBatch(options: {
  readonly trx: Transaction<ProfileDatabase>;
  readonly tenantId: string;
  readonly configuration: TenantConfiguration;
}): GoldenBatch {
  const { trx, tenantId, configuration } = options;
  const states = new Map<string, GoldenState>();
  const dirty = new Set<string>();
  let pending: AttributedRecord[] = [];

  async function load(profileIds: Iterable<string>): Promise<void> {
    const missing = [...new Set(profileIds)].filter((id) => !states.has(id));
    if (missing.length === 0) return;
    const found = await findGoldenStates(trx, tenantId, missing);
    for (const id of missing) states.set(id, found.get(id) ?? EMPTY);
  }

  function set(profileId: string, state: GoldenState): void {
    states.set(profileId, state);
    dirty.add(profileId);
  }

  function stateOf(profileId: string): GoldenState {
    return states.get(profileId) ?? EMPTY;
  }

  async function writeRecords(): Promise<void> {
    await insertSourceRecords(trx, tenantId, pending);
    pending = [];
  }

  async function rebuild(step: Step, membership: Membership): Promise<void> {
    await writeRecords();
    await moveAttributions(trx, 'profile.source_record', tenantId, step.reattributed);
    for (const profileId of step.rebuilt) {
      const records = await findSourceRecords(trx, tenantId, membership.attributionsOf(profileId));
      set(
        profileId,
        records.reduce((state, { record }) => addRecord(state, record, configuration), EMPTY),
      );
    }
  }

  return {
    async prepare({ profileIds }) {
      await load(profileIds);
    },

    concerns(step) {
      return step.absorbed.length > 0 || step.rebuilt.length > 0 || step.entry.kind === 'identify';
    },

    async apply(step, membership) {
      const touched = new Set([...step.absorbed.flatMap(({ from, to }) => [from, to]), ...step.rebuilt]);
      const record = step.identifierId === null ? null : toSourceRecord(step.entry);
      if (record !== null && step.profileId !== null) touched.add(step.profileId);
      await load(touched);
      const before = new Map([...touched].map((id) => [id, goldenValues(stateOf(id), configuration)]));

      for (const { from, to } of step.absorbed) {
        set(to, mergeStates(stateOf(to), stateOf(from)));
        set(from, EMPTY);
      }
      addOwnRecord(step, record);
      if (step.rebuilt.length > 0) await rebuild(step, membership);

      const present = [...touched].filter((id) => membership.attributionsOf(id).length > 0);
      return present
        .toSorted()
        .flatMap((id) =>
          traitChanges(id, before.get(id) ?? new Map(), goldenValues(stateOf(id), configuration)),
        );
    },

    async flush() {
      await writeRecords();
      const records = new Map(
        [...dirty].map((id) => {
          const state = stateOf(id);
          return [id, { state, values: goldenValues(state, configuration) }] as const;
        }),
      );
      await saveGoldenRecords(trx, tenantId, records);
      dirty.clear();
    },
  };

  function addOwnRecord(step: Step, record: SourceRecord | null): void {
    if (record === null || step.identifierId === null || step.profileId === null) return;
    pending.push({ attributionId: step.identifierId, record });
    if (step.rebuilt.includes(step.profileId)) return;
    set(step.profileId, addRecord(stateOf(step.profileId), record, configuration));
  }
}
