import { compileSegment, requireRule, type SegmentRule } from '@customer360/segment-rules';
import { createShortKeys } from './state-text.ts';
import type { Transaction } from 'kysely';
import type { SegmentDatabase } from '../store/tables.ts';

export type CompiledSegment = ReturnType<typeof compileSegment>;

/** The segments of one tenant whose versions are in force. */
export interface RulesInForce {
  /** Those that are evaluated at every entry. */
  readonly compiled: readonly CompiledSegment[];
  readonly batchIds: readonly string[];
  /** Batch segments that a schedule counts, with the next moment of each, milliseconds. */
  readonly countsDue: readonly { readonly segmentId: string; readonly at: number }[];
  /** Keys of all conditions by their names in stored states. */
  readonly keys: ReadonlyMap<string, string>;
  /** Names a condition's key in stored states. */
  readonly shortKey: (key: string) => string;
}

/** The rules by segment, null for those that are counted: what `in_segment` may ask for. */
export function ruleMap({ compiled, batchIds }: RulesInForce): ReadonlyMap<string, SegmentRule | null> {
  return new Map<string, SegmentRule | null>([
    ...compiled.map(({ segmentId, rule }) => [segmentId, rule] as const),
    ...batchIds.map((id) => [id, null] as const),
  ]);
}

/** Reads them, compiling each version once in the life of the process. */
export type ReadRules = (trx: Transaction<SegmentDatabase>, tenantId: string) => Promise<RulesInForce>;

export function createRuleReader(): ReadRules {
  const shortKey = createShortKeys();
  const kept = new Map<string, Map<string, CompiledSegment>>();

  return async (trx, tenantId) => {
    const rows = await trx
      .selectFrom('segment.definition as d')
      .innerJoin('segment.version as v', (join) =>
        join
          .onRef('v.tenant_id', '=', 'd.tenant_id')
          .onRef('v.segment_id', '=', 'd.segment_id')
          .onRef('v.version', '=', 'd.version'),
      )
      .select(['d.segment_id as segmentId', 'd.kind', 'd.count_due_at as dueAt', 'v.version', 'v.rule'])
      .where('d.tenant_id', '=', tenantId)
      .where('d.archived_at', 'is', null)
      .orderBy('d.segment_id')
      .execute();
    const known = kept.get(tenantId) ?? new Map<string, CompiledSegment>();
    const compiled = rows
      .filter(({ kind }) => kind !== 'BATCH')
      .map(({ segmentId, version, rule }) => {
        const key = `${segmentId} ${version} ${rule}`;
        const segment = known.get(key) ?? compileSegment(segmentId, version, requireRule(JSON.parse(rule)));
        return [key, segment] as const;
      });
    kept.set(tenantId, new Map(compiled));
    const keys = compiled.flatMap(([, { conditions }]) => [...conditions.values()].map(({ key }) => key));
    return {
      shortKey,
      keys: new Map(keys.map((key) => [shortKey(key), key])),
      compiled: compiled.map(([, segment]) => segment),
      countsDue: rows.flatMap(({ segmentId, dueAt }) => (dueAt === null ? [] : [{ segmentId, at: dueAt }])),
      batchIds: rows.filter(({ kind }) => kind === 'BATCH').map(({ segmentId }) => segmentId),
    };
  };
}
