import { defaultTypeLimits, type TypeLimit } from '@customer360/tracking';
import type { TenantConfiguration } from '../configuration/configuration.ts';

/** Limits of identity resolution for one tenant; timeless, like every constraint. */
export interface IdentityLimits {
  /** A value seen with more distinct user ids than this is blocked. */
  readonly autoBlockUsers: number;
  /** Identifiers of one profile at most. */
  readonly maxIdentifiers: number;
  /** Merges of one profile at most. */
  readonly maxMerges: number;
  readonly types: ReadonlyMap<string, TypeLimit>;
}

/** The limits that a tenant's configuration makes; what it leaves out has Segment's recommended value. */
export function identityLimits({ limits }: TenantConfiguration): IdentityLimits {
  return {
    autoBlockUsers: limits.autoBlockUsers ?? 5,
    maxIdentifiers: limits.maxIdentifiers ?? 1_000,
    maxMerges: limits.maxMerges ?? 100,
    types: new Map(Object.entries({ ...defaultTypeLimits, ...limits.types })),
  };
}
