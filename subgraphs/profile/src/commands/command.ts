import type { CommandLog } from '@customer360/subgraph';
import type { ConsentPurpose } from '../configuration/configuration.ts';
import type { Decision } from '../identities/command-answers.ts';

/** Commands of identity and consent, as the log carries them: ids only, never a personal value. */
export type IdentityCommand =
  | { readonly command: 'mergeProfiles' | 'keepApart'; readonly a: string; readonly b: string }
  | { readonly command: 'unmergeProfiles'; readonly recordId: string }
  /** About the first identifier of the entry. */
  | { readonly command: 'blockIdentifier' | 'unblockIdentifier' };

export interface ConsentCommand {
  readonly command: 'setConsent';
  readonly profileId: string;
  readonly purpose: ConsentPurpose;
  readonly status: 'GRANTED' | 'DENIED';
  /** Milliseconds; null when the decision has no end. */
  readonly expiresAt: number | null;
}

/** Commands that the resolver answers. */
export type ProfileCommands = CommandLog<IdentityCommand | ConsentCommand, Decision>;
