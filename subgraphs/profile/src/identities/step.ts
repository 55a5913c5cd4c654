import type { LogEntry, ResolutionChanges } from '@customer360/event-log';

/** One profile that is wholly part of another one from now on. */
export interface Absorption {
  readonly from: string;
  readonly to: string;
}

/** What identity resolution makes of one entry of the log. */
export interface Step extends Omit<ResolutionChanges, 'traitChanges' | 'consentChanges'> {
  readonly entry: LogEntry;
  /** Attribution id: an identifier or a remainder; null when the entry is about nobody. */
  readonly identifierId: string | null;
  readonly profileId: string | null;
  /** Key of the ordered identifier list; null when the entry is no observation. */
  readonly listKey: string | null;
  /** Profiles wholly taken over by another one in this step, in order; also when only the founder changed. */
  readonly absorbed: readonly Absorption[];
  /** Profiles whose members or events changed in any other way (splits, blocks); also those that are no more. */
  readonly rebuilt: readonly string[];
  /** Answer of a command about identity or consent; null for every other entry. */
  readonly answer: CommandAnswer | null;
}

/** Answer of a command; the rest of an accepted one is what a replay needs to do the same again. */
export type CommandAnswer =
  | ({ readonly accepted: true } & Readonly<Record<string, unknown>>)
  | { readonly accepted: false; readonly reason: string };

/** Who belongs to a profile as of the current step. */
export interface Membership {
  /** Attribution ids: identifiers, or the one remainder; empty when there is no such profile any more. */
  attributionsOf(profileId: string): readonly string[];
  profileOf(attributionId: string): string | null;
}
