import { CriticalityLevel, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';

/** A break that was decided on: what, why, when. */
export const acceptedBreaks = z.array(
  z.strictObject({
    /** The message of the check. */
    change: z.string().min(1),
    reason: z.string().min(10),
    date: z.iso.date(),
  }),
);

/** The breaking changes from one API schema to the next that nobody accepted. */
export async function unacceptedBreaks(
  before: GraphQLSchema,
  after: GraphQLSchema,
  accepted: z.output<typeof acceptedBreaks>,
): Promise<string[]> {
  const known = new Set(accepted.map(({ change }) => change));
  const changes = await diff(before, after);
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message)
    .filter((message) => !known.has(message));
}
