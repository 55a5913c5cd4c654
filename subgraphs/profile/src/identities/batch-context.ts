import type { KeyedIds } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import type { TenantConfiguration } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';
import type { IdentityLimits } from './limits.ts';
import type { IdentityMemory } from './memory.ts';
import type { PendingChanges } from './pending-changes.ts';
import type { Unborn } from './unborn.ts';

/** How much a change of constraints had to fold again. */
export interface ClosureSize {
  readonly tenantId: string;
  /** The entry that changed them. */
  readonly position: number;
  readonly identifiers: number;
  readonly observations: number;
}

/** What the parts of a batch of identity resolution share. */
export interface BatchContext {
  readonly trx: Transaction<ProfileDatabase>;
  readonly tenantId: string;
  readonly ids: KeyedIds;
  readonly memory: IdentityMemory;
  readonly pending: PendingChanges;
  readonly unborn: Unborn;
  readonly onClosure: (size: ClosureSize) => void;
  /** Changes within the batch when a configuration entry does. */
  configuration: TenantConfiguration;
  limits: IdentityLimits;
}
