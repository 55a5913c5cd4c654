import type { Viewer } from '@customer360/service';
import type { TenantReader } from '@customer360/subgraph';
import { loadTraitConfiguration } from '../computed-traits/trait-configuration.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { maskedRules, openRules, type RuleView } from './rule-view.ts';
import { valueSights } from './value-sights.ts';

/** The view of who asks, by what the tenant declared as not personal. */
export async function loadRuleView(viewer: Viewer, reader: TenantReader<SegmentDatabase>): Promise<RuleView> {
  if (viewer.scopes.has('profile:pii')) return openRules;
  const configuration = await reader.read((trx) => loadTraitConfiguration(trx, viewer.tenantId));
  return maskedRules(valueSights(configuration));
}
