import { randomUUID } from 'node:crypto';
import type { EventLog } from '@customer360/event-log';
import { commandEntry, OWN_MESSAGE_IDS } from '@customer360/subgraph';
import type { SourceCommand } from './source-commands.ts';
import { createWriteKeySecret } from './write-key-secret.ts';

/**
 * Makes a source without a caller, for whoever runs the platform: the same command as `createSource`. Gives the secret
 * of its first write key, valid once the profile consumer has applied the command; null when the source was made
 * before.
 */
export async function provisionSource(
  log: EventLog,
  tenantId: string,
  { id, name, now }: { readonly id: string; readonly name: string; readonly now: number },
): Promise<string | null> {
  const { secret, keyHash, hint } = createWriteKeySecret();
  const entry = commandEntry<SourceCommand>(
    {
      command: { command: 'createSource', id, name, writeKeyId: randomUUID(), keyHash, hint },
      messageId: `${OWN_MESSAGE_IDS.source}${id}`,
      sameness: { command: 'createSource', id, name },
    },
    now,
  );
  const [result] = await log.append(tenantId, [entry]);
  return result?.status === 'accepted' ? secret : null;
}
