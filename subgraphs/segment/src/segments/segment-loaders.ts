import { createTenantLoader, type TenantReader } from '@customer360/subgraph';
import type { SegmentDatabase } from '../store/tables.ts';
import type { Segment } from './segment.ts';
import { countMembers, findSegmentsByIds, findVersions } from './segment-repository.ts';

/** What one request reads of segments, each once. Keys are UUIDs. */
export function createSegmentLoaders(reader: TenantReader<SegmentDatabase>) {
  return {
    segment: createTenantLoader<SegmentDatabase, Segment | null>(reader, findSegmentsByIds, null),
    versions: createTenantLoader(reader, findVersions, []),
    memberCount: createTenantLoader(reader, countMembers, 0),
  };
}

export type SegmentLoaders = ReturnType<typeof createSegmentLoaders>;
