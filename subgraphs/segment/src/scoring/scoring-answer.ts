/** What a command is answered: it is kept with the log. */
export type ScoringAnswer =
  | { readonly accepted: true; readonly runId: string }
  | { readonly accepted: true; readonly code: string }
  | { readonly accepted: false; readonly reason: 'UNKNOWN_ARCHETYPE'; readonly message: string };
