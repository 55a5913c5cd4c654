import { DateTime, JSONValue } from '@customer360/subgraph';
import type { Resolvers } from '../__generated__/resolvers.ts';
import { Profile } from './Profile.ts';
import { segment } from './Query/segment.ts';
import { segments } from './Query/segments.ts';
import { Segment } from './Segment.ts';

export const resolvers = {
  DateTime,
  JSON: JSONValue,
  Query: { segment, segments },
  Profile,
  Segment,
} satisfies Resolvers;
