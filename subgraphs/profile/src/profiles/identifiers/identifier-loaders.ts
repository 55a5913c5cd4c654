import { findIdentifierValues } from '@customer360/event-log';
import type { Database } from '@customer360/postgres';
import { normaliseIdentifier } from '@customer360/tracking';
import DataLoader from 'dataloader';
import type { ProfileDatabase } from '../../database.ts';
import { createPageLoader, type ProfilePageLoader } from '../page-loader.ts';
import { findIdentifierPages, findLastSeen, type ListedIdentifier } from './identifier-repository.ts';
import { findVerifiedValues } from './verified-repository.ts';

export interface IdentifierLoaders {
  readonly pages: ProfilePageLoader<ListedIdentifier>;
  /** Null once the value is erased. */
  readonly value: DataLoader<string, string | null>;
  /** Null while no event of it is known. */
  readonly lastSeen: DataLoader<string, number | null>;
  /** By profile: type and normalised value of what a source called verified, as `verifiedKey` writes it. */
  readonly verified: DataLoader<string, ReadonlySet<string>>;
}

export function createIdentifierLoaders(
  database: Database<ProfileDatabase>,
  tenantId: string,
): IdentifierLoaders {
  return {
    pages: createPageLoader(database, tenantId, findIdentifierPages),
    value: new DataLoader(async (ids) => {
      const values = await database.inTenant(tenantId, (trx) =>
        findIdentifierValues(trx, tenantId, [...ids]),
      );
      return ids.map((id) => values.get(id)?.value ?? null);
    }),
    lastSeen: new DataLoader(async (ids) => {
      const times = await database.inTenant(tenantId, (trx) => findLastSeen(trx, tenantId, ids));
      return ids.map((id) => times.get(id) ?? null);
    }),
    verified: new DataLoader(async (profileIds) => {
      const values = await database.inTenant(tenantId, (trx) =>
        findVerifiedValues(trx, tenantId, profileIds),
      );
      const byProfile = Map.groupBy(values, (value) => value.profileId);
      return profileIds.map(
        (id) =>
          new Set(
            (byProfile.get(id) ?? []).map(({ type, value }) =>
              verifiedKey(type, normaliseIdentifier(type, value)),
            ),
          ),
      );
    }),
  };
}

export function verifiedKey(type: string, value: string | null): string {
  return JSON.stringify([type, value]);
}
