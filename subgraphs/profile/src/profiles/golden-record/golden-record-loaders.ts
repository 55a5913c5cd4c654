import type { Database } from '@customer360/postgres';
import DataLoader from 'dataloader';
import type { ProfileDatabase } from '../../database.ts';
import type { GoldenState } from '../../golden/golden-record.ts';
import { findGoldenStates } from '../../golden/golden-repository.ts';
import type { GoldenTraits } from '../profile-traits.ts';
import { findGoldenTraits } from './golden-traits-repository.ts';

/** By profile id. */
export interface GoldenRecordLoaders {
  readonly traits: DataLoader<string, GoldenTraits>;
  readonly state: DataLoader<string, GoldenState>;
}

export function createGoldenRecordLoaders(
  database: Database<ProfileDatabase>,
  tenantId: string,
): GoldenRecordLoaders {
  return {
    traits: new DataLoader(async (ids) => {
      const traits = await database.inTenant(tenantId, (trx) => findGoldenTraits(trx, tenantId, ids));
      return ids.map((id) => traits.get(id) ?? new Map());
    }),
    state: new DataLoader(async (ids) => {
      const states = await database.inTenant(tenantId, (trx) => findGoldenStates(trx, tenantId, ids));
      return ids.map((id) => states.get(id) ?? new Map());
    }),
  };
}
