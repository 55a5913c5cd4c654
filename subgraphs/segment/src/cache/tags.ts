/** The tag of everything that is cached of a profile. */
export function profileTag(profileId: string): string {
  return `profile:${profileId}`;
}

/** The tag of everything that depends on archetypes, or on which run's scores are read. */
export const RULES_TAG = 'rules';
