import { findIdentifierValues, type IdentifierValue } from '@customer360/event-log';
import { createTenantLoader, type TenantReader } from '@customer360/subgraph';
import type DataLoader from 'dataloader';
import type { ProfileDatabase } from '../../database.ts';
import { createPageLoader, type ProfilePageLoader } from '../page-loader.ts';
import { findIdentifierPages, findLastSeen, type ListedIdentifier } from './identifier-repository.ts';
import type { Normalise } from './normalise.ts';
import { findVerifiedValues, type VerifiedValue } from './verified-repository.ts';

export interface IdentifierLoaders {
  readonly pages: ProfilePageLoader<ListedIdentifier>;
  /** Null once the value is erased. */
  readonly value: DataLoader<string, IdentifierValue | null>;
  /** Milliseconds; null while no event of it is known. */
  readonly lastSeen: DataLoader<string, number | null>;
  /** By profile: type and normalised value of what a source called verified, as `verifiedKey` writes it. */
  readonly verified: DataLoader<string, ReadonlySet<string>>;
}

type Reader = TenantReader<ProfileDatabase>;

export function createIdentifierLoaders(reader: Reader, normalise: Normalise): IdentifierLoaders {
  return {
    pages: createPageLoader(reader, findIdentifierPages),
    value: createTenantLoader<ProfileDatabase, IdentifierValue | null>(reader, findIdentifierValues, null),
    lastSeen: createTenantLoader<ProfileDatabase, number | null>(reader, findLastSeen, null),
    verified: createTenantLoader<ProfileDatabase, ReadonlySet<string>>(
      reader,
      async (trx, tenantId, profileIds) => {
        const verified = await findVerifiedValues(trx, tenantId, profileIds);
        return new Map([...verified].map(([id, values]) => [id, keysOf(values, normalise)]));
      },
      new Set(),
    ),
  };
}

function keysOf(values: readonly VerifiedValue[], normalise: Normalise): Set<string> {
  return new Set(values.map(({ type, value }) => verifiedKey(type, normalise(type, value))));
}

export function verifiedKey(type: string, value: string | null): string {
  return JSON.stringify([type, value]);
}
