import { z } from 'zod';

/** What is known of an identifier that the log has brought. */
export const foundIdentifier = z.object({
  identifierId: z.string(),
  /** The profile that answers for it; null while no event of it is consumed. */
  profileId: z.string().nullable(),
});

export type FoundIdentifier = z.infer<typeof foundIdentifier>;
