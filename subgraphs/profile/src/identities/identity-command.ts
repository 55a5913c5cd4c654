import type { LogEntry } from '@customer360/event-log';
import { z } from 'zod';

const profileId = z.string();

const schema = z.discriminatedUnion('command', [
  z.object({ command: z.literal('mergeProfiles'), a: profileId, b: profileId }),
  z.object({ command: z.literal('unmergeProfiles'), recordId: z.string() }),
  z.object({ command: z.literal('keepApart'), a: profileId, b: profileId }),
  z.object({ command: z.literal('blockIdentifier') }),
  z.object({ command: z.literal('unblockIdentifier') }),
  z.object({ command: z.literal('setConsent'), profileId }),
]);

/** A command about who is who; `setConsent` only because it is attributed to somebody. */
export type IdentityCommand = z.output<typeof schema>;

const names: ReadonlySet<unknown> = new Set(schema.options.map((option) => option.shape.command.value));

/** The command of an entry; null when it is none about identity. Throws when it is malformed. */
export function toIdentityCommand(entry: Pick<LogEntry, 'kind' | 'payload'>): IdentityCommand | null {
  if (entry.kind !== 'command' || entry.payload === null) return null;
  const payload: unknown = JSON.parse(entry.payload);
  const name =
    typeof payload === 'object' && payload !== null && 'command' in payload ? payload.command : null;
  return names.has(name) ? schema.parse(payload) : null;
}
