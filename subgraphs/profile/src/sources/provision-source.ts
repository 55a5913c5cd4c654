import { randomUUID } from 'node:crypto';
import type { EventLog } from '@customer360/event-log';
import { canonicalJson } from '@customer360/tracking';
import { COMMAND_SOURCE } from '../commands/command-log.ts';
import { OWN_MESSAGE_ID_PREFIX } from '../commands/input-checks.ts';
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
  const [result] = await log.append(tenantId, [
    {
      sourceId: COMMAND_SOURCE,
      messageId: `${OWN_MESSAGE_ID_PREFIX}${id}`,
      kind: 'command',
      eventName: null,
      timestamp: now,
      originalTimestamp: null,
      sentAt: null,
      receivedAt: now,
      identifiers: [],
      mentions: [],
      payload: canonicalJson({ command: 'createSource', id, name, writeKeyId: randomUUID(), keyHash, hint }),
      contentKey: canonicalJson({ command: 'createSource', id, name }),
    },
  ]);
  return result?.status === 'accepted' ? secret : null;
}
