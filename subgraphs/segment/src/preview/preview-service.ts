import { printPath, referenceFaults } from '@customer360/segment-rules';
import { requireScope, type Viewer } from '@customer360/service';
import { type InvalidInput, invalidInput, type TenantReader } from '@customer360/subgraph';
import { ruleMap, type ReadRules } from '../evaluation/rules-in-force.ts';
import type { RuleView } from '../masking/rule-view.ts';
import type { Profile } from '../profiles/profile.ts';
import { formsOf, readRuleInput, type InvalidRule, type RuleInput } from '../rules/rule-input.ts';
import type { SegmentDatabase } from '../store/tables.ts';
import { countExactly } from './count-exactly.ts';
import { countInSample, countProfilesBornBy, SAMPLE_SIZE } from './count-in-sample.ts';
import { estimateCount, type Estimate } from './interval.ts';

/** Who a rule would hold for. */
export interface SegmentPreview extends Estimate {
  readonly kind: 'SegmentPreview';
  readonly rule: unknown;
  readonly sentence: string;
  readonly queryBuilder: unknown;
  /** True when everybody was counted. */
  readonly exact: boolean;
  /** Profiles that were looked at. */
  readonly sampled: number;
  readonly members: readonly Profile[];
}

export interface PreviewQuestion {
  readonly rule: RuleInput;
  /** Milliseconds; now when left out. */
  readonly asOf?: number | null | undefined;
  readonly sample?: number | null | undefined;
  readonly exact?: boolean | null | undefined;
}

/** Tries a rule before it is saved, for who may read profiles and what the rule asks for. */
export interface PreviewService {
  preview(question: PreviewQuestion): Promise<SegmentPreview | InvalidRule | InvalidInput>;
}

const MAX_SAMPLE = 20;

export function createPreviewService({
  viewer,
  reader,
  readRules,
  ruleView,
  clock,
}: {
  readonly viewer: Viewer;
  readonly reader: TenantReader<SegmentDatabase>;
  readonly readRules: ReadRules;
  readonly ruleView: () => Promise<RuleView>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}): PreviewService {
  const { tenantId } = viewer;
  return {
    async preview({ rule: input, asOf, sample, exact }) {
      requireScope(viewer, 'segment:read');
      requireScope(viewer, 'profile:read');
      const now = clock();
      const shown = sample ?? 5;
      if (shown < 0 || shown > MAX_SAMPLE) return invalidInput('sample', `must be 0 to ${MAX_SAMPLE}.`);
      if (asOf != null && asOf > now) return invalidInput('asOf', 'must not be in the future.');
      const understood = readRuleInput('rule', input);
      if ('kind' in understood) return understood;
      const { rule, json } = understood;
      (await ruleView()).requireOpen('rule', rule);
      return reader.read(async (trx) => {
        const rules = await readRules(trx, tenantId);
        const faults = referenceFaults('', rule, ruleMap(rules));
        if (faults.length > 0) {
          const told = faults.map(({ path, message }) => ({ path: printPath(path), message }));
          return { kind: 'InvalidRule', faults: told };
        }
        const total = await countProfilesBornBy(trx, tenantId, asOf ?? now);
        // The past is known to SQL alone: what is remembered of profiles is the present.
        const isExact = exact === true || asOf != null || total <= SAMPLE_SIZE;
        const question = { rule, json, rules, at: asOf ?? now, shown };
        const counted = isExact
          ? { ...(await countExactly(trx, tenantId, question)), sampled: total }
          : await countInSample(trx, tenantId, question);
        const { found, sampled, profileIds } = counted;
        return {
          kind: 'SegmentPreview',
          rule: json,
          ...formsOf(rule),
          ...(isExact
            ? { estimate: found, low: found, high: found }
            : estimateCount({ found, sampled, total })),
          exact: isExact,
          sampled,
          members: profileIds.map((id) => ({ id })),
        };
      });
    },
  };
}
