import { requireScope, type Viewer } from '@customer360/service';
import { isUuid, type TenantReader } from '@customer360/subgraph';
import DataLoader from 'dataloader';
import type { SegmentDatabase } from '../store/tables.ts';
import type { RuleView } from '../masking/rule-view.ts';
import { findComputedTraits } from './computed-trait.ts';

/** A computed trait and the moment through which it is right, milliseconds. */
export interface FreshTrait {
  readonly name: string;
  /** Null is none. */
  readonly value: unknown;
  readonly freshAt: number;
}

/** Computed traits, for who may read them; values are masked as `ruleView` says. */
export interface ComputedTraitService {
  /** By name; empty for a profile that is not known here. */
  list(profileId: string): Promise<readonly FreshTrait[]>;
}

export function createComputedTraitService(dependencies: {
  readonly viewer: Viewer;
  readonly reader: TenantReader<SegmentDatabase>;
  /** The moment through which the tenant is evaluated, milliseconds; null before the first entry. */
  readonly evaluatedThrough: () => Promise<number | null>;
  readonly ruleView: () => Promise<RuleView>;
}): ComputedTraitService {
  const { viewer, reader, evaluatedThrough, ruleView } = dependencies;
  const loader = new DataLoader<string, readonly FreshTrait[]>(async (profileIds) => {
    const freshAt = (await evaluatedThrough()) ?? 0;
    const found = await reader.read((trx) => findComputedTraits(trx, viewer.tenantId, profileIds, freshAt));
    const view = await ruleView();
    return profileIds.map((id) =>
      (found.get(id) ?? []).map(({ name, value }) => ({ name, value: view.computed(name, value), freshAt })),
    );
  });
  return {
    async list(profileId) {
      requireScope(viewer, 'segment:read');
      return isUuid(profileId) ? loader.load(profileId.toLowerCase()) : [];
    },
  };
}
