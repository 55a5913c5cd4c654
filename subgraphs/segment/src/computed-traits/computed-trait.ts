import type { SegmentProjection } from '@customer360/segment-rules';
import type { Transaction } from 'kysely';
import type { ComputedValue } from './defined-trait.ts';
import { findOwnedIdentifiers } from './identifier-owners.ts';
import type { ComputedTraitTables } from './tables.ts';
import { loadTraitConfiguration } from './trait-configuration.ts';
import { mergeStates, traitSetOf, valuesOf } from './trait-set.ts';
import { findTraitStates } from './trait-state-repository.ts';

/** A trait that is computed from events. */
export interface ComputedTrait {
  readonly name: string;
  readonly value: ComputedValue;
}

/** Traits of profiles by name, as of a moment no earlier than their last event; unknown profiles are missing. */
export async function findComputedTraits(
  trx: Transaction<ComputedTraitTables & SegmentProjection>,
  tenantId: string,
  profileIds: readonly string[],
  asOf: number,
): Promise<ReadonlyMap<string, readonly ComputedTrait[]>> {
  const set = traitSetOf(await loadTraitConfiguration(trx, tenantId));
  const owned = await findOwnedIdentifiers(trx, tenantId, { identifierIds: [], profileIds });
  const states = await findTraitStates(
    trx,
    tenantId,
    owned.map(({ identifierId }) => identifierId),
  );
  const ofProfile = Map.groupBy(owned, ({ profileId }) => profileId);
  return new Map(
    [...ofProfile].map(([profileId, identifiers]) => {
      const own = identifiers.map(({ identifierId }) => states.get(identifierId) ?? {});
      const values = valuesOf(set.traits, mergeStates(set, own), asOf);
      const named = [...values].map(([name, value]) => ({ name, value }));
      return [profileId, named.toSorted((one, other) => (one.name < other.name ? -1 : 1))];
    }),
  );
}
