import { findIdentifierValues, type LogEntry } from '@customer360/event-log';
import type { TenantConfiguration } from '../configuration/configuration.ts';
import type { BatchContext } from './batch-context.ts';
import { changeConstraints, toStepChanges } from './constraint-change.ts';
import { findAllIdentifierIds, findIdentifierRows } from './identifier-repository.ts';
import type { IdentifierConstraints } from './known-identifier.ts';
import { identityLimits } from './limits.ts';
import { findLists, findUsersOf } from './observation-repository.ts';
import type { Step } from './step.ts';
import { quietStep } from './step-changes.ts';
import { namesNobody } from './unborn.ts';

/** Takes over a tenant's new configuration, as if it had always been this one. */
export async function configurationStep(
  context: BatchContext,
  entry: LogEntry,
  after: TenantConfiguration,
): Promise<Step> {
  const { trx, tenantId, pending, configuration: before } = context;
  await pending.write(trx, tenantId);
  const limits = identityLimits(after);
  const limitsChanged = JSON.stringify(before.limits) !== JSON.stringify(after.limits);
  const patterns = await findChangedPatterns(context, after);
  const recounted = limitsChanged
    ? await findAllIdentifierIds(trx, tenantId)
    : [...patterns.keys(), ...(await findCompanions(context, [...patterns.keys()]))];
  context.configuration = after;
  if (recounted.length === 0) {
    context.limits = limits;
    return quietStep(entry);
  }
  const constraints = await recount(context, { identifierIds: recounted, patterns, limits });
  const outcome = await changeConstraints(context, {
    trigger: entry,
    identifiers: constraints,
    limits,
    ...(limitsChanged ? { start: recounted } : {}),
  });
  context.limits = limits;
  return quietStep(entry, toStepChanges(outcome));
}

/** Known identifiers that begin or cease to match the tenant's list, with whether they match now. */
async function findChangedPatterns(
  { trx, tenantId, configuration: before }: BatchContext,
  after: TenantConfiguration,
): Promise<Map<string, boolean>> {
  const changed = new Map<string, boolean>();
  const [former, present] = [new Set(before.blockedValues), new Set(after.blockedValues)];
  const ids = [...new Set([...former, ...present])].filter((id) => former.has(id) !== present.has(id));
  if (ids.length === 0) return changed;
  const values = await findIdentifierValues(trx, tenantId, ids);
  for (const row of await findIdentifierRows(trx, tenantId, ids)) {
    const isPattern = namesNobody({ id: row.id, value: values.get(row.id) }, after);
    if (isPattern !== row.pattern_blocked) changed.set(row.id, isPattern);
  }
  return changed;
}

/** Identifiers whose count of users the given ones are part of. */
async function findCompanions({ trx, tenantId }: BatchContext, ids: readonly string[]): Promise<string[]> {
  const users = (await findIdentifierRows(trx, tenantId, ids)).filter(({ type }) => type === 'user_id');
  if (users.length === 0) return [];
  const lists = await findLists(
    trx,
    tenantId,
    users.map(({ id }) => id),
  );
  return [...new Set(lists.flatMap(({ identifierIds }) => identifierIds))];
}

/** What constrains each identifier under the new configuration, its users counted over all events again. */
async function recount(
  { trx, tenantId }: BatchContext,
  options: {
    readonly identifierIds: readonly string[];
    readonly patterns: ReadonlyMap<string, boolean>;
    readonly limits: ReturnType<typeof identityLimits>;
  },
): Promise<Map<string, IdentifierConstraints>> {
  const { identifierIds, patterns, limits } = options;
  const rows = await findIdentifierRows(trx, tenantId, identifierIds);
  const users = await findUsersOf(trx, tenantId, identifierIds);
  const userRows = await findIdentifierRows(trx, tenantId, [...new Set([...users.values()].flat())]);
  const isPattern = new Map(userRows.map((row) => [row.id, patterns.get(row.id) ?? row.pattern_blocked]));
  return new Map(
    rows.map((row) => {
      const counted =
        row.type === 'user_id' ? [] : (users.get(row.id) ?? []).filter((id) => !isPattern.get(id));
      return [
        row.id,
        {
          operator: row.operator,
          isPattern: patterns.get(row.id) ?? row.pattern_blocked,
          userIds: counted.slice(0, limits.autoBlockUsers + 1),
        },
      ];
    }),
  );
}
