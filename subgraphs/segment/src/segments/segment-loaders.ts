import { createTenantLoader, type TenantReader } from '@customer360/subgraph';
import type { SegmentDatabase } from '../store/tables.ts';
import { findMembershipsOf } from '../memberships/member-repository.ts';
import type { Segment } from './segment.ts';
import { countMembers, findSegmentsByIds, findVersions } from './segment-repository.ts';

/** What one request reads of segments, each once. Keys are UUIDs. */
export function createSegmentLoaders(reader: TenantReader<SegmentDatabase>) {
  const loaders = {
    segment: createTenantLoader<SegmentDatabase, Segment | null>(reader, findSegmentsByIds, null),
    versions: createTenantLoader(reader, findVersions, []),
    memberCount: createTenantLoader(reader, countMembers, 0),
    /** By profile id, latest entered first. */
    memberships: createTenantLoader(reader, findMembershipsOf, []),
  };
  return {
    ...loaders,
    /** Makes reads after a command see what it did. */
    forget(): void {
      for (const loader of Object.values(loaders)) loader.clearAll();
    },
  };
}

export type SegmentLoaders = ReturnType<typeof createSegmentLoaders>;
