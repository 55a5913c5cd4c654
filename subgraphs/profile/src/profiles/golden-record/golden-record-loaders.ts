import type DataLoader from 'dataloader';
import { createTenantLoader, type TenantReader } from '@customer360/subgraph';
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

export function createGoldenRecordLoaders(reader: TenantReader<ProfileDatabase>): GoldenRecordLoaders {
  return {
    traits: createTenantLoader(reader, findGoldenTraits, new Map()),
    state: createTenantLoader(reader, findGoldenStates, new Map()),
  };
}
