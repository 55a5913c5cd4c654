import type { KeyedIds, LogEntry } from '@customer360/event-log';
import type { Transaction } from 'kysely';
import type { TenantConfiguration } from '../configuration/configuration.ts';
import type { ProfileDatabase } from '../database.ts';
import { changedTags } from '../look-up/changed-tags.ts';
import type { BatchContext, ClosureSize } from './batch-context.ts';
import type { Decision } from './command-answers.ts';
import { commandStep } from './command-step.ts';
import { configurationStep } from './configuration-step.ts';
import { changeConstraints, toStepChanges } from './constraint-change.ts';
import { countUsers, findAutoBlocked, listKeyOf, observe, resolveEvent } from './event-step.ts';
import { toIdentityCommand } from './identity-command.ts';
import type { KnownIdentifier } from './known-identifier.ts';
import { identityLimits } from './limits.ts';
import type { IdentityMemory } from './memory.ts';
import { loadSets } from './memory-loader.ts';
import { isObservation } from './observation.ts';
import { PendingChanges } from './pending-changes.ts';
import type { Membership, Step } from './step.ts';
import { quietStep } from './step-changes.ts';
import { Unborn } from './unborn.ts';

/** Identity resolution of one batch: reads what its events touch, folds entry by entry in memory, writes at the end. */
export interface IdentityBatch {
  readonly membership: Membership;
  /** Profiles and attribution ids that the events of the batch touch or make, unless constraints change. */
  prepare(entries: readonly LogEntry[]): Promise<{
    readonly profileIds: readonly string[];
    readonly attributionIds: readonly string[];
  }>;
  /** Folds the next entry. Events are folded at once; commands and what blocks a value wait for the database. */
  resolve(entry: LogEntry): Step | Promise<Step>;
  /** Takes over a new configuration, which the entry brought. */
  reconfigure(entry: LogEntry, configuration: TenantConfiguration): Promise<Step>;
  flush(): Promise<void>;
  /** Tags of the look-ups that what was flushed may change. */
  changedTags(): readonly string[];
}

export function createIdentityBatch(options: {
  readonly trx: Transaction<ProfileDatabase>;
  readonly tenantId: string;
  readonly ids: KeyedIds;
  readonly configuration: TenantConfiguration;
  readonly memory: IdentityMemory;
  /** Answers that commands of the batch were given before, by position. */
  readonly answers: ReadonlyMap<number, unknown>;
  /** Told of each change of constraints that had to be folded again. */
  readonly onClosure?: ((size: ClosureSize) => void) | undefined;
}): IdentityBatch {
  const { trx, tenantId, memory, configuration, answers } = options;
  const context: BatchContext = {
    ...options,
    limits: identityLimits(configuration),
    pending: new PendingChanges(memory),
    unborn: new Unborn(),
    onClosure: options.onClosure ?? (() => undefined),
  };

  return {
    membership: memory,

    async prepare(entries) {
      const observations = entries.filter(isObservation);
      const carried = new Set(observations.flatMap(({ identifiers }) => identifiers.map(({ id }) => id)));
      await loadSets(trx, tenantId, memory, carried);
      const unborn = [...carried].filter((id) => memory.identifier(id) === undefined);
      await context.unborn.load(trx, tenantId, unborn);
      const births = observations.flatMap((entry) => context.unborn.expect(entry, context.ids));
      const known = [...carried].flatMap((id) => memory.identifier(id) ?? []);
      const attributionIds = known.flatMap(({ birth, closedFrom }) =>
        closedFrom === null ? [birth.id] : [birth.id, birth.remainderId],
      );
      const profileIds = new Set(attributionIds.flatMap((id) => memory.profileOf(id) ?? []));
      return {
        profileIds: [...profileIds, ...births.map(({ ownProfileId }) => ownProfileId)],
        attributionIds: [...attributionIds, ...births.map(({ id }) => id)],
      };
    },

    resolve(entry) {
      if (isObservation(entry)) {
        const blocked = findAutoBlocked(context, entry);
        return blocked.size === 0 ? resolveEvent(context, entry) : blockAndResolve(context, entry, blocked);
      }
      const command = toIdentityCommand(entry);
      if (command === null) return quietStep(entry);
      // What is stored was a decision of this program.
      return commandStep(context, entry, command, answers.get(entry.position) as Decision | undefined);
    },

    reconfigure: (entry, next) => configurationStep(context, entry, next),

    flush: () => context.pending.write(trx, tenantId),

    changedTags: () => changedTags(context.pending.writtenIds, context.unborn, context.ids),
  };
}

/** An event with one user id too many for some of its values: these are blocked, and always were. */
async function blockAndResolve(
  context: BatchContext,
  entry: LogEntry,
  blocked: ReadonlyMap<KnownIdentifier, readonly string[]>,
): Promise<Step> {
  const { memory, pending, trx, tenantId } = context;
  await pending.write(trx, tenantId);
  const listKey = listKeyOf(context, entry);
  const outcome = await changeConstraints(context, {
    trigger: entry,
    event: { listKey },
    identifiers: new Map(
      [...blocked].map(([{ birth, operator, isPattern }, userIds]) => [
        birth.id,
        { operator, isPattern, userIds },
      ]),
    ),
    start: entry.identifiers.map(({ id }) => id),
  });
  observe(context, entry);
  const identifiers = entry.identifiers.flatMap(({ id }) => memory.identifier(id) ?? []);
  countUsers(context, identifiers);
  const identifierId = outcome?.after.attributions.at(-1) ?? null;
  const profileId = identifierId === null ? null : memory.profileOf(identifierId);
  return quietStep(entry, { listKey, identifierId, profileId, ...toStepChanges(outcome) });
}
