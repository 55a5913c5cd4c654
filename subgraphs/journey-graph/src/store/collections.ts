/** A persistent index: the tenant comes first, so that no query of one tenant reads another's entries. */
export interface IndexDefinition {
  readonly name: string;
  readonly fields: readonly string[];
  readonly sparse?: boolean;
  readonly storedValues?: readonly string[];
}

interface CollectionDefinition {
  readonly kind: 'document' | 'edge';
  readonly indexes: readonly IndexDefinition[];
}

/** All collections of the journey graph. `documents.ts` has the shape of each. */
export const collections = {
  events: {
    kind: 'document',
    indexes: [
      { name: 'by_profile', fields: ['tenantId', 'profileId', 'ts', 'position'] },
      { name: 'by_identifier', fields: ['tenantId', 'identifierId'] },
      {
        name: 'by_step',
        fields: ['tenantId', 'step', 'ts', 'position'],
        storedValues: ['profileId', 'value'],
        sparse: false,
      },
    ],
  },
  sessions: {
    kind: 'document',
    indexes: [
      { name: 'by_profile', fields: ['tenantId', 'profileId', 'startedAt'] },
      { name: 'by_start', fields: ['tenantId', 'startedAt'] },
      { name: 'by_end', fields: ['tenantId', 'endedAt'] },
    ],
  },
  next_event: { kind: 'edge', indexes: [] },
  journeys: {
    kind: 'document',
    indexes: [{ name: 'by_profile', fields: ['tenantId', 'profileId', 'startedAt', 'startPosition'] }],
  },
  states: { kind: 'document', indexes: [] },
  transitions: {
    kind: 'edge',
    indexes: [{ name: 'by_period', fields: ['tenantId', 'period'] }],
  },
  profiles: {
    kind: 'document',
    indexes: [
      { name: 'by_moves', fields: ['tenantId', 'moveCount'] },
      { name: 'by_first', fields: ['tenantId', 'firstAt'] },
      { name: 'by_last', fields: ['tenantId', 'lastAt'] },
    ],
  },
  memberships: {
    kind: 'document',
    indexes: [{ name: 'by_segment', fields: ['tenantId', 'segmentId', 'profileId'] }],
  },
  quarantines: {
    kind: 'document',
    indexes: [{ name: 'by_profile', fields: ['tenantId', 'profileId'] }],
  },
  identifiers: {
    kind: 'document',
    indexes: [{ name: 'by_profile', fields: ['tenantId', 'profileId', 'firstSeenAt', 'identifierId'] }],
  },
  identifies: { kind: 'edge', indexes: [] },
  links: { kind: 'edge', indexes: [{ name: 'by_ends', fields: ['_from', '_to'] }] },
  same_as: { kind: 'edge', indexes: [{ name: 'by_ends', fields: ['_from', '_to'] }] },
  referred: {
    kind: 'edge',
    indexes: [
      { name: 'by_referrer', fields: ['tenantId', 'referrerIdentifierId'] },
      { name: 'by_referred', fields: ['tenantId', 'referredIdentifierId'] },
    ],
  },
  pending_referrals: {
    kind: 'document',
    indexes: [{ name: 'by_value', fields: ['tenantId', 'type', 'valueHash'] }],
  },
  projections: { kind: 'document', indexes: [] },
  parked: { kind: 'document', indexes: [{ name: 'by_position', fields: ['tenantId', 'position'] }] },
} as const satisfies Readonly<Record<string, CollectionDefinition>>;

export type CollectionName = keyof typeof collections;

/** Named graphs: what a traversal may walk. */
export const graphs = {
  identity_graph: [
    { collection: 'links', from: 'identifiers', to: 'identifiers' },
    { collection: 'same_as', from: 'identifiers', to: 'identifiers' },
    { collection: 'identifies', from: 'identifiers', to: 'profiles' },
  ],
  journey_graph: [{ collection: 'next_event', from: 'events', to: 'events' }],
  transition_graph: [{ collection: 'transitions', from: 'states', to: 'states' }],
  influence_graph: [{ collection: 'referred', from: 'profiles', to: 'profiles' }],
} as const satisfies Readonly<
  Record<
    string,
    readonly {
      readonly collection: CollectionName;
      readonly from: CollectionName;
      readonly to: CollectionName;
    }[]
  >
>;

/** The view that finds profiles by name. */
export const profileSearch = {
  name: 'profile_search',
  collection: 'profiles',
  analyzer: 'name_words',
  field: 'name',
} as const;
