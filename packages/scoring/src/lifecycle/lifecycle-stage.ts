import {
  checkLifecycleFacts,
  defaultLifecycleLimits,
  type LifecycleFacts,
  type LifecycleLimits,
  type LifecycleStage,
} from './lifecycle-facts.ts';
import { lifecycleRules } from './lifecycle-rules.ts';

export interface LifecycleResult {
  readonly stage: LifecycleStage;
  /** Id of the rule that decided, from `lifecycleRules`. */
  readonly rule: string;
  /** The rule in words. */
  readonly reason: string;
  readonly facts: LifecycleFacts;
}

/** The stage by the first of `lifecycleRules` that holds. Throws `ScoringInputError` for facts that contradict each other. */
export function lifecycleStage(
  facts: LifecycleFacts,
  limits: LifecycleLimits = defaultLifecycleLimits,
): LifecycleResult {
  checkLifecycleFacts(facts);
  const rule = lifecycleRules.find(({ holds }) => holds(facts, limits));
  if (rule === undefined) throw new Error('the last lifecycle rule holds for everybody');
  return { stage: rule.stage, rule: rule.id, reason: rule.says(limits), facts };
}
