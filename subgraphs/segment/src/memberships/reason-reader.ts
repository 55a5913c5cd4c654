import type { TenantReader } from '@customer360/subgraph';
import DataLoader from 'dataloader';
import type { ReadRules } from '../evaluation/rules-in-force.ts';
import type { RuleView } from '../masking/rule-view.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import type { ProfileMembership } from './member-repository.ts';
import { findReasons, type SegmentReason } from './find-reasons.ts';

/** Why somebody is in a segment, from what is remembered of the profile: all that one turn asks for in one read. */
export type ReasonReader = (membership: ProfileMembership) => Promise<readonly SegmentReason[]>;

/** Memberships of one read: each keeps its profile in memory. */
const MOST_AT_ONCE = 500;

export function createReasonReader(
  reader: TenantReader<SegmentDatabase>,
  { readRules, ruleView }: { readonly readRules: ReadRules; readonly ruleView: () => Promise<RuleView> },
): ReasonReader {
  const loader = new DataLoader<ProfileMembership, readonly SegmentReason[], string>(
    async (memberships) => {
      const view = await ruleView();
      return reader.read((trx) => findReasons(trx, reader.tenantId, { memberships, readRules, view }));
    },
    {
      cacheKeyFn: ({ segmentId, version, profileId }) => `${segmentId} ${version} ${profileId}`,
      maxBatchSize: MOST_AT_ONCE,
    },
  );
  return (membership) => loader.load(membership);
}
