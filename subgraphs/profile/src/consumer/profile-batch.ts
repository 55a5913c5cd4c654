import type { ConsentChange, KeyedIds, LogEntry, Resolution, TraitChange } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import type { TenantConfiguration } from '../configuration/configuration.ts';
import { createConsentBatch } from '../consents/consent-batch.ts';
import type { ProfileDatabase } from '../database.ts';
import { createGoldenBatch } from '../golden/golden-batch.ts';
import { recomputeGoldenRecords } from '../golden/recompute.ts';
import type { ClosureSize } from '../identities/batch-context.ts';
import { createIdentityBatch } from '../identities/identity-batch.ts';
import type { IdentityMemory } from '../identities/memory.ts';
import type { Step } from '../identities/step.ts';
import { findAttributions } from './attributions-repository.ts';
import { reconfigured, saveConfiguration } from './configuration-entry.ts';

/** What an entry came to: its resolution, and its answer when it is a command. */
export interface ResolvedEntry {
  readonly resolution: Resolution;
  readonly answer: unknown;
}

/** One batch of a tenant's log: who is who, golden records and consents, entry by entry, written by `flush`. */
export interface ProfileBatch {
  prepare(entries: readonly LogEntry[]): Promise<void>;
  resolve(entry: LogEntry): Promise<ResolvedEntry>;
  /** Takes over the configuration that an entry brings. */
  configure(entry: LogEntry): Promise<ResolvedEntry>;
  flush(): Promise<void>;
  /** Tags of the look-ups that what was flushed may change. */
  changedTags(): readonly string[];
}

type Changes = Pick<Resolution, 'traitChanges' | 'consentChanges'>;

const NONE: readonly never[] = [];

export function createProfileBatch(options: {
  readonly trx: Transaction<ProfileDatabase>;
  readonly tenantId: string;
  readonly ids: KeyedIds;
  readonly memory: IdentityMemory;
  readonly configuration: TenantConfiguration;
  readonly answers: ReadonlyMap<number, unknown>;
  readonly onClosure?: ((size: ClosureSize) => void) | undefined;
}): ProfileBatch {
  const { trx, tenantId } = options;
  const identities = createIdentityBatch(options);
  const { membership } = identities;
  let { configuration } = options;
  let golden = createGoldenBatch({ trx, tenantId, configuration });
  let consents = createConsentBatch({ trx, tenantId, configuration });

  async function flush(): Promise<void> {
    await identities.flush();
    await golden.flush();
    await consents.flush();
  }

  async function changesOf(step: Step): Promise<Changes> {
    const traitChanges: readonly TraitChange[] = golden.concerns(step)
      ? await golden.apply(step, membership)
      : NONE;
    const consentChanges: readonly ConsentChange[] = consents.concerns(step)
      ? await consents.apply(step, membership)
      : NONE;
    return { traitChanges, consentChanges };
  }

  async function reconfigureGolden(before: TenantConfiguration): Promise<readonly TraitChange[]> {
    const rules = ({ survivorship, sourcePriority }: TenantConfiguration) =>
      JSON.stringify([survivorship, sourcePriority]);
    if (rules(before) === rules(configuration)) return NONE;
    return recomputeGoldenRecords({
      trx,
      tenantId,
      before,
      after: configuration,
      findAttributions: (profileIds) => findAttributions(trx, tenantId, profileIds),
    });
  }

  return {
    async prepare(entries) {
      const scope = await identities.prepare(entries);
      await golden.prepare(scope);
      await consents.prepare(scope);
    },

    async resolve(entry) {
      const resolved = identities.resolve(entry);
      // Most entries are folded at once: not to wait for them is a fifth of the work saved.
      const step = resolved instanceof Promise ? await resolved : resolved;
      return { resolution: toResolution(step, await changesOf(step)), answer: step.answer };
    },

    async configure(entry) {
      const before = configuration;
      configuration = reconfigured(before, entry);
      await saveConfiguration(trx, tenantId, entry);
      const step = await identities.reconfigure(entry, configuration);
      const changes = await changesOf(step);
      await flush();
      const recomputed = await reconfigureGolden(before);
      golden = createGoldenBatch({ trx, tenantId, configuration });
      consents = createConsentBatch({ trx, tenantId, configuration });
      const traitChanges = [...changes.traitChanges, ...recomputed].toSorted(byProfileAndTrait);
      return { resolution: toResolution(step, { ...changes, traitChanges }), answer: null };
    },

    flush,
    changedTags: () => identities.changedTags(),
  };
}

function byProfileAndTrait(one: TraitChange, other: TraitChange): number {
  if (one.profileId !== other.profileId) return one.profileId < other.profileId ? -1 : 1;
  return one.trait < other.trait ? -1 : Number(one.trait > other.trait);
}

function toResolution(step: Step, changes: Changes): Resolution {
  const { entry, identifierId, profileId, setChanges, ceased, reattributed, linkChanges } = step;
  const { position, loggedAt, eventId } = entry;
  return {
    version: 1,
    position,
    loggedAt,
    eventId,
    identifierId,
    profileId,
    setChanges,
    ceased,
    reattributed,
    linkChanges,
    quarantineChanges: step.quarantineChanges,
    ...changes,
  };
}
