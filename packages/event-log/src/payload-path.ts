import { z } from 'zod';

/** A dotted path into an entry's payload: `context.campaign.medium`. */
export const payloadPath = z
  .string()
  .max(200)
  .regex(/^[^.]+(\.[^.]+)*$/, 'must be names with dots between them, for example context.campaign.medium');
