import type { ConversionPathResolvers } from '../__generated__/resolvers.ts';

export const ConversionPath: ConversionPathResolvers = {
  conversion: ({ conversionId }, _args, { events }) => events.byId(conversionId),
  touchpoints: ({ touchpointIds }, _args, { events }) => events.byIds(touchpointIds),
};
