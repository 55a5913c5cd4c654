import { canonicalJson } from '@customer360/tracking';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import {
  insertVersion,
  readDefinitions,
  updateDefinition,
  type Definition,
} from '../segments/definition-writes.ts';
import { accepted, refused, type CommandAnswer } from './answer.ts';
import type { CommandPlace } from './command-place.ts';
import { checkName, checkReferences } from './command-checks.ts';
import type { ClientCommand } from './command.ts';
import { requestActivation } from './create-segment.ts';

type Update = Extract<ClientCommand, { readonly command: 'updateSegment' }>;

/** Gives a segment what the command names; another rule is another version. */
export async function updateSegment(
  evaluation: TenantEvaluation,
  { position }: CommandPlace,
  { segmentId, expectedVersion, name, description, rule }: Update,
): Promise<CommandAnswer> {
  const { trx, tenantId } = evaluation;
  const definitions = await readDefinitions(trx, tenantId);
  const segment = definitions.get(segmentId);
  if (segment === undefined) return refused('UNKNOWN_SEGMENT');
  if (segment.isArchived) return refused('ARCHIVED');
  if (rule !== null && segment.kind === 'STATIC')
    return refused('WRONG_KIND', 'A static segment has no rule.');
  if (expectedVersion !== null && expectedVersion !== segment.latestVersion) return refused('STALE_VERSION');
  const refusal =
    (name === null ? null : checkName(definitions, name, segmentId)) ??
    (rule === null ? null : checkReferences(definitions, segmentId, rule));
  if (refusal !== null) return refusal;
  await updateDefinition(trx, tenantId, segmentId, {
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description: description === '' ? null : description }),
  });
  if (rule !== null) await addVersion(evaluation, { position, segment, rule });
  return accepted(segmentId);
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
