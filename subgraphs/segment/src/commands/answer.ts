/** Why a change of a segment is refused. */
export type RefusalReason =
  | 'UNKNOWN_SEGMENT'
  | 'UNKNOWN_ARCHETYPE'
  | 'NAME_TAKEN'
  | 'ARCHIVED'
  | 'REFERENCED'
  | 'CYCLE'
  | 'WRONG_KIND'
  | 'STALE_VERSION';

/** What a command is answered: it is kept with the log. */
export type CommandAnswer =
  | {
      readonly accepted: true;
      readonly segmentId: string;
      /** Of a list: profiles that were added or removed, and the places of what names nobody, from 0. */
      readonly changed?: number;
      readonly unknown?: readonly number[];
    }
  | { readonly accepted: false; readonly reason: RefusalReason; readonly message: string };

export function accepted(segmentId: string): CommandAnswer {
  return { accepted: true, segmentId };
}

const messages: Readonly<Record<RefusalReason, string>> = {
  UNKNOWN_SEGMENT: 'No segment has this id.',
  UNKNOWN_ARCHETYPE: 'No archetype has this code.',
  NAME_TAKEN: 'Another segment has this name.',
  ARCHIVED: 'The segment has ended.',
  REFERENCED: 'Another segment asks for it.',
  CYCLE: 'The rule would ask for itself through other segments.',
  WRONG_KIND: 'The kind of the segment does not allow it.',
  STALE_VERSION: 'Its version is not the expected one.',
};

export function refused(reason: RefusalReason, message = messages[reason]): CommandAnswer {
  return { accepted: false, reason, message };
}
