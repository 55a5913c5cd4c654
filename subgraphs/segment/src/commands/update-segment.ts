import { canonicalJson } from '@customer360/tracking';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import {
  insertVersion,
  readDefinitions,
  updateDefinition,
  type Definition,
} from '../segments/definition-writes.ts';
import { accepted, refused, type CommandAnswer } from './answer.ts';
import { nextCount, type Schedule } from '../schedules/schedule.ts';
import type { CommandPlace } from './command-place.ts';
import { checkName, checkReferences } from './command-checks.ts';
import type { ClientCommand } from './command.ts';
import { requestActivation } from './create-segment.ts';

type Update = Extract<ClientCommand, { readonly command: 'updateSegment' }>;

/** Gives a segment what the command names; another rule is another version. */
export async function updateSegment(
  evaluation: TenantEvaluation,
  { position, loggedAt }: CommandPlace,
  { segmentId, expectedVersion, name, description, rule, schedule }: Update,
): Promise<CommandAnswer> {
  const { trx, tenantId } = evaluation;
  const definitions = await readDefinitions(trx, tenantId);
  const segment = definitions.get(segmentId);
  if (segment === undefined) return refused('UNKNOWN_SEGMENT');
  if (segment.isArchived) return refused('ARCHIVED');
  if (rule !== null && segment.kind === 'STATIC')
    return refused('WRONG_KIND', 'A static segment has no rule.');
  if (schedule != null && segment.kind !== 'BATCH')
    return refused('WRONG_KIND', 'Only a batch segment has a schedule.');
  if (expectedVersion !== null && expectedVersion !== segment.latestVersion) return refused('STALE_VERSION');
  const refusal =
    (name === null ? null : checkName(definitions, name, segmentId)) ??
    (rule === null ? null : checkReferences(definitions, segmentId, rule));
  if (refusal !== null) return refusal;
  await updateDefinition(trx, tenantId, segmentId, {
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description: description === '' ? null : description }),
  });
  if (schedule !== undefined) await reschedule(evaluation, { segment, schedule, at: loggedAt });
  if (rule !== null) await addVersion(evaluation, { position, segment, rule });
  return accepted(segmentId);
}

/** The first count of a version that is not in force yet comes when it takes force. */
async function reschedule(
  evaluation: TenantEvaluation,
  {
    segment: { segmentId, version },
    schedule,
    at,
  }: { readonly segment: Definition; readonly schedule: Schedule | null; readonly at: number },
): Promise<void> {
  const { trx, tenantId } = evaluation;
  await updateDefinition(trx, tenantId, segmentId, {
    schedule: schedule && canonicalJson(schedule),
    count_due_at: version === 0 ? null : schedule && nextCount(schedule, at),
  });
  evaluation.rules = await evaluation.readRules(trx, tenantId);
}

async function addVersion(
  evaluation: TenantEvaluation,
  {
    position,
    segment,
    rule,
  }: {
    readonly position: number;
    readonly segment: Definition;
    readonly rule: unknown;
  },
): Promise<void> {
  const { segmentId, latestVersion, latestRule } = segment;
  if (canonicalJson(rule) === canonicalJson(latestRule)) return;
  const version = latestVersion + 1;
  await insertVersion(evaluation.trx, evaluation.tenantId, { segmentId, version, rule });
  await updateDefinition(evaluation.trx, evaluation.tenantId, segmentId, { latest_version: version });
  await requestActivation(evaluation, { segmentId, version, position });
}
