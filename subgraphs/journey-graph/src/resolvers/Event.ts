import type { EventResolvers } from '../__generated__/resolvers.ts';

export const Event: EventResolvers = {
  __resolveReference: ({ id }, { events }) => events.byId(id),
  properties: (event, _args, { events }) => events.propertiesOf(event),
  profile: ({ profileId }) => ({ id: profileId }),
};
