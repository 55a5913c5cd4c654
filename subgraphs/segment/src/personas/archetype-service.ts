import { printRule, requireRule } from '@customer360/segment-rules';
import { requireScope, type Viewer } from '@customer360/service';
import type { TenantReader } from '@customer360/subgraph';
import DataLoader from 'dataloader';
import type { RuleView } from '../masking/rule-view.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { findArchetypes } from './archetype-repository.ts';
import { countMatches } from './count-matches.ts';
import type { Archetype } from './archetype.ts';

/** Archetypes, for who may read them. */
export interface ArchetypeService {
  /** By code. */
  list(): Promise<readonly Archetype[]>;
  /** Null when no archetype has this code. */
  find(code: string): Promise<Archetype | null>;
  /** What a change of the archetype keeps: null when it goes by a rule, or when there is none. For who may change it. */
  centreOf(code: string): Promise<unknown[] | null>;
  /** As JSON, masked as `ruleView` says; null when the archetype goes by a centre. */
  rule(archetype: Archetype): Promise<unknown>;
  /** Profiles that match at the latest scoring; of a proposal the group that it was found as. */
  size(archetype: Archetype): Promise<number>;
}

export function createArchetypeService({
  viewer,
  reader,
  ruleView,
}: {
  readonly viewer: Viewer;
  readonly reader: TenantReader<SegmentDatabase>;
  readonly ruleView: () => Promise<RuleView>;
}): ArchetypeService {
  const sizes = new DataLoader<string, number>(async (codes) => {
    const counted = await reader.read((trx) => countMatches(trx, viewer.tenantId));
    return codes.map((code) => counted.get(code) ?? 0);
  });
  const read = () => reader.read((trx) => findArchetypes(trx, viewer.tenantId));
  const find = async (code: string) => (await read()).find((one) => one.code === code) ?? null;
  return {
    async list() {
      requireScope(viewer, 'segment:read');
      return read();
    },
    async find(code) {
      requireScope(viewer, 'segment:read');
      return find(code);
    },
    async centreOf(code) {
      requireScope(viewer, 'segment:write');
      const centre = (await find(code))?.centre ?? null;
      return centre === null ? null : [...centre];
    },
    async rule({ rule }) {
      requireScope(viewer, 'segment:read');
      return rule == null ? null : printRule((await ruleView()).rule(requireRule(rule)));
    },
    async size({ code, proposedSize, status }) {
      requireScope(viewer, 'segment:read');
      return status === 'PROPOSED' ? (proposedSize ?? 0) : sizes.load(code);
    },
  };
}
