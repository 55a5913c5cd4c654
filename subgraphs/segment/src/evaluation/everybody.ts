import { readHistory } from './history.ts';
import type { Interest } from './interest.ts';
import { loadProfiles, saveProfiles, type LoadedProfiles } from './loaded-profiles.ts';
import { findNextProfiles } from './state-repository.ts';
import type { TenantEvaluation } from './tenant-evaluation.ts';

/** Profiles that are in memory at once. */
const CHUNK = 2_000;

/**
 * Works all profiles of a tenant, some at a time; once with nobody when there are none. `work` answers
 * false to stop with nothing of its chunk written. `interest` says which stored events the evaluator may ask for.
 */
export async function evaluateEverybody(
  evaluation: TenantEvaluation,
  options: {
    readonly interest: Interest | null;
    readonly work: (loaded: LoadedProfiles) => boolean;
    /** Told how many profiles are done. */
    readonly onProgress?: (done: number) => void;
  },
): Promise<void> {
  const { trx, tenantId } = evaluation;
  let after: string | null = null;
  let done = 0;
  for (;;) {
    const profileIds = await findNextProfiles(trx, tenantId, after, CHUNK);
    if (profileIds.length === 0 && after !== null) return;
    const events =
      options.interest === null
        ? []
        : await readHistory(trx, tenantId, { column: 'profile_id', ids: profileIds }, options.interest);
    const loaded = await loadProfiles(evaluation, profileIds, { eventsOf: () => events });
    if (!options.work(loaded)) return;
    await saveProfiles(evaluation, loaded);
    done += profileIds.length;
    options.onProgress?.(done);
    after = profileIds.at(-1) ?? null;
    if (after === null) return;
  }
}
