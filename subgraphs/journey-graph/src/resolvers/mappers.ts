/** GraphQL type to the domain type behind it, as the generated resolver types import it. */
export const mappers: Record<string, string> = {
  ConversionPath: '../paths/conversion-path.ts#ConversionPath',
  Engagement: '../engagement/engagement.ts#Engagement',
  Event: '../events/event.ts#Event',
  IdentityEdge: '../identity-graph/identity-edge.ts#IdentityEdge',
  IdentityNode: '../identity-graph/identity-node.ts#IdentityNode',
  Journey: '../journeys/journey.ts#JourneyRecord',
  JourneyTouch: '../sessions/touches.ts#Touch',
  Profile: '../profiles/profile.ts#Profile',
  Session: '../timeline/session.ts#Session',
};
