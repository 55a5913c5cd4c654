import { DateTime, Duration, JSONValue, Long } from '@customer360/subgraph';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { ConversionPath } from './ConversionPath.ts';
import { Engagement } from './Engagement.ts';
import { Event } from './Event.ts';
import { IdentityEdge } from './IdentityEdge.ts';
import { IdentityNode } from './IdentityNode.ts';
import { Journey } from './Journey.ts';
import { JourneyTouch } from './JourneyTouch.ts';
import { Profile } from './Profile.ts';
import { attribution } from './Query/attribution.ts';
import { churnDropOff } from './Query/churnDropOff.ts';
import { cohortRetention } from './Query/cohortRetention.ts';
import { engagement } from './Query/engagement.ts';
import { event } from './Query/event.ts';
import { findProfilesByName } from './Query/findProfilesByName.ts';
import { funnel } from './Query/funnel.ts';
import { journeyStatus } from './Query/journeyStatus.ts';
import { pathsToConversion } from './Query/pathsToConversion.ts';
import { sankey } from './Query/sankey.ts';
import { topPaths } from './Query/topPaths.ts';
import { whyLinked } from './Query/whyLinked.ts';
import { Session } from './Session.ts';

export const resolvers = {
  DateTime,
  Duration,
  JSON: JSONValue,
  Long,
  Query: {
    attribution,
    churnDropOff,
    cohortRetention,
    engagement,
    event,
    findProfilesByName,
    funnel,
    journeyStatus,
    pathsToConversion,
    sankey,
    topPaths,
    whyLinked,
  },
  ConversionPath,
  Engagement,
  Event,
  IdentityEdge,
  IdentityNode,
  Journey,
  JourneyTouch,
  Profile,
  Session,
} satisfies Resolvers;
