import { ownEntry, type IdentifierValue, type NewEntry } from '@customer360/event-log';
import { canonicalJson } from '@customer360/tracking';

/** Where commands of clients come from; message ids are unique within it. */
export const CLIENT_SOURCE = 'graphql';

export interface CommandRequest<Command extends object> {
  /** Ids only, never a personal value. */
  readonly command: Command;
  /** The client's idempotency key, or an id that never was before. */
  readonly messageId: string;
  /** What the command is about or compares with: the values go to the dictionary, never into the command. */
  readonly identifiers?: readonly IdentifierValue[];
  /** Identifiers that texts of the command mention all the same, so that an erasure finds it. */
  readonly mentions?: readonly IdentifierValue[];
  /**
   * What makes a repetition the same command: what the client said, without ids that were made for it. The command with
   * its identifiers when left out.
   */
  readonly sameness?: unknown;
}

/** A command as an entry of the log; `now` in milliseconds since 1970. */
export function commandEntry<Command extends object>(
  { command, messageId, identifiers = [], mentions = [], sameness }: CommandRequest<Command>,
  now: number,
): NewEntry {
  return ownEntry(
    {
      sourceId: CLIENT_SOURCE,
      messageId,
      kind: 'command',
      identifiers,
      mentions,
      payload: canonicalJson(command),
      contentKey: canonicalJson(sameness ?? { ...command, identifiers }),
    },
    now,
  );
}
