import type { Transaction } from 'kysely';
import { loadTraitConfiguration } from '../computed-traits/trait-configuration.ts';
import { traitSetOf } from '../computed-traits/trait-set.ts';
import { findRuledProfiles } from '../personas/ruled-profiles.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { KnownPurchases, ScoredProfile } from './profile-score-repository.ts';
import { readPurchases } from './read-purchases.ts';
import { scoreProfile } from './score-profile.ts';
import type { ScoringModel } from './scoring-model.ts';
import type { ScoringRun } from './scoring-run.ts';

type Trx = Transaction<SegmentDatabase>;

/** What a run has to know of profiles; those without identifiers are missing. */
export async function knowPurchases(
  trx: Trx,
  tenantId: string,
  { asOf }: Pick<ScoringRun, 'asOf'>,
  profileIds: readonly string[],
): Promise<readonly KnownPurchases[]> {
  const set = traitSetOf(await loadTraitConfiguration(trx, tenantId));
  const found = await readPurchases(trx, tenantId, profileIds, { set, asOf });
  return [...found].map(([profileId, purchases]) => ({ profileId, purchases }));
}

/** Scores profiles as a run's model has it. */
export async function scoreProfiles(
  trx: Trx,
  tenantId: string,
  {
    model,
    asOf,
    profiles,
  }: { readonly model: ScoringModel; readonly asOf: number; readonly profiles: readonly KnownPurchases[] },
): Promise<readonly ScoredProfile[]> {
  const profileIds = profiles.map(({ profileId }) => profileId);
  const ruled = await findRuledProfiles(trx, tenantId, { ruled: model.ruled, profileIds, at: asOf });
  return profiles.map(({ profileId, purchases }) => ({
    profileId,
    purchases,
    scores: scoreProfile(model, purchases, { asOf, ruled: ruled.get(profileId) ?? [] }),
  }));
}
