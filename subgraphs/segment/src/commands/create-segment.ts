import { insertOutgoingCommand } from '../activity/outgoing-commands.ts';
import type { TenantEvaluation } from '../evaluation/tenant-evaluation.ts';
import { insertDefinition, readDefinitions } from '../segments/definition-writes.ts';
import { accepted, type CommandAnswer } from './answer.ts';
import type { CommandPlace } from './command-place.ts';
import { checkName, checkReferences } from './command-checks.ts';
import type { ClientCommand } from './command.ts';

type Create = Extract<ClientCommand, { readonly command: 'createSegment' }>;

/** A new segment; its first version takes force at an entry of its own. */
export async function createSegment(
  evaluation: TenantEvaluation,
  { position, loggedAt }: Pick<CommandPlace, 'position' | 'loggedAt'>,
  { segmentId, name, description, kind, schedule, rule: given }: Omit<Create, 'command'>,
): Promise<CommandAnswer> {
  const { trx, tenantId } = evaluation;
  const definitions = await readDefinitions(trx, tenantId);
  // A list is a rule too: that somebody is on it.
  const rule = kind === 'STATIC' ? { in_list: segmentId } : given;
  const refusal = checkName(definitions, name, null) ?? checkReferences(definitions, segmentId, rule);
  if (refusal !== null) return refusal;
  await insertDefinition(trx, tenantId, {
    segmentId,
    name,
    description,
    kind,
    rule,
    schedule,
    at: loggedAt,
  });
  await requestActivation(evaluation, { segmentId, version: 1, position });
  return accepted(segmentId);
}

/** A version takes force at an entry of its own, which comes after those of the versions asked for before. */
export async function requestActivation(
  { trx, tenantId }: TenantEvaluation,
  {
    segmentId,
    version,
    position,
  }: {
    readonly segmentId: string;
    readonly version: number;
    readonly position: number;
  },
): Promise<void> {
  await insertOutgoingCommand(trx, tenantId, {
    messageId: `activate/${segmentId}/${version}`,
    position,
    command: { command: 'activateSegment', segmentId, version },
  });
}
