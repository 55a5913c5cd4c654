import type { TraitChange } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import type { TenantConfiguration } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';
import { addRecord, goldenValues, type GoldenState } from './golden-record.ts';
import {
  findGoldenProfileIds,
  findGoldenStates,
  findSourceRecords,
  saveGoldenRecords,
} from './golden-repository.ts';
import { traitChanges } from './trait-changes.ts';

const PAGE = 500;

/**
 * Computes every golden record of a tenant anew from the source records, after the survivorship rules changed.
 * Everything pending must be written before. Gives what changed, by profile id and trait name.
 */
export async function recomputeGoldenRecords(options: {
  readonly trx: Transaction<ProfileDatabase>;
  readonly tenantId: string;
  readonly before: TenantConfiguration;
  readonly after: TenantConfiguration;
  readonly findAttributions: (
    profileIds: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly string[]>>;
}): Promise<TraitChange[]> {
  const { trx, tenantId, before, after, findAttributions } = options;
  const changes: TraitChange[] = [];
  let profileIds = await findGoldenProfileIds(trx, tenantId, null, PAGE);
  while (profileIds.length > 0) {
    const former = await findGoldenStates(trx, tenantId, profileIds);
    const attributions = await findAttributions(profileIds);
    const profileOf = new Map([...attributions].flatMap(([id, members]) => members.map((m) => [m, id])));
    const states = new Map<string, GoldenState>(profileIds.map((id) => [id, new Map()]));
    for (const { attributionId, record } of await findSourceRecords(trx, tenantId, [...profileOf.keys()])) {
      const profileId = profileOf.get(attributionId);
      const state = profileId === undefined ? undefined : states.get(profileId);
      if (profileId !== undefined && state !== undefined)
        states.set(profileId, addRecord(state, record, after));
    }
    const records = new Map(
      [...states].map(([id, state]) => [id, { state, values: goldenValues(state, after) }] as const),
    );
    await saveGoldenRecords(trx, tenantId, records);
    for (const [id, { values }] of records) {
      changes.push(...traitChanges(id, goldenValues(former.get(id) ?? new Map(), before), values));
    }
    profileIds = await findGoldenProfileIds(trx, tenantId, profileIds.at(-1) ?? null, PAGE);
  }
  return changes;
}
