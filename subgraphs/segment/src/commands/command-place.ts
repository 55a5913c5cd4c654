import type { ResolvedEvent } from '@customer360/event-log';

/** Where a command stands in the log. */
export type CommandPlace = Pick<ResolvedEvent, 'position' | 'loggedAt' | 'eventId'>;
