import type { QueryResolvers } from '../../__generated__/resolvers.ts';

export const event: NonNullable<QueryResolvers['event']> = (_query, { id }, { events }) => events.byId(id);
