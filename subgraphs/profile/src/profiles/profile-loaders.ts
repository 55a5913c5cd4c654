import DataLoader from 'dataloader';
import { isUuid, type TenantReader } from '@customer360/subgraph';
import type { ProfileDatabase } from '../database.ts';
import type { Profile } from './profile.ts';
import { findProfilesByIds } from './profile-repository.ts';

/** Profiles by present or former id; null for what is no id of the tenant. */
export type ProfileLoader = DataLoader<string, Profile | null>;

export function createProfileLoader(reader: TenantReader<ProfileDatabase>): ProfileLoader {
  return new DataLoader(async (ids) => {
    const wellFormed = ids.filter(isUuid).map((id) => id.toLowerCase());
    const profiles =
      wellFormed.length === 0
        ? new Map<string, Profile>()
        : await reader.read((trx) => findProfilesByIds(trx, reader.tenantId, wellFormed));
    return ids.map((id) => profiles.get(id.toLowerCase()) ?? null);
  });
}
