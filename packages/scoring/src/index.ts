export { NotConvergedError, ScoringInputError } from './errors.ts';
export type { BgNbdModel } from './lifetime/bg-nbd-model.ts';
export { fitBgNbd } from './lifetime/fit-bg-nbd.ts';
export type { BgNbdFit } from './lifetime/fit-bg-nbd.ts';
export { fitGammaGamma } from './lifetime/gamma-gamma.ts';
export type { GammaGammaFit, GammaGammaModel, Spend } from './lifetime/gamma-gamma.ts';
export { lifetimeValue } from './lifetime/lifetime-value.ts';
export type { LifetimeValue, LifetimeValueOptions } from './lifetime/lifetime-value.ts';
export { probabilityAlive } from './lifetime/probability-alive.ts';
export type { PurchaseHistory } from './lifetime/purchase-history.ts';
export { summariseOrders } from './lifetime/summarise-orders.ts';
export type { Order, OrderSummary, SummariseOptions } from './lifetime/summarise-orders.ts';
export { rfm } from './rfm/rfm.ts';
export type { RfmCustomer, RfmOptions, RfmResult } from './rfm/rfm.ts';
export { rfmCell, type RfmCell, type RfmScores } from './rfm/rfm-cell.ts';
export type { ChurnCalibration } from './churn/churn-calibration.ts';
export { churnInputs } from './churn/churn-inputs.ts';
export type { ChurnInputs } from './churn/churn-inputs.ts';
export { churnRisk } from './churn/churn-risk.ts';
export type { ChurnRisk } from './churn/churn-risk.ts';
export { fitChurnCalibration } from './churn/fit-churn-calibration.ts';
export type { ChurnExample } from './churn/fit-churn-calibration.ts';
export type { LifecycleFacts, LifecycleLimits, LifecycleStage } from './lifecycle/lifecycle-facts.ts';
export type { LifecycleRule } from './lifecycle/lifecycle-rules.ts';
export { lifecycleStage } from './lifecycle/lifecycle-stage.ts';
export type { LifecycleResult } from './lifecycle/lifecycle-stage.ts';
export type { Change, Changes } from './traits/changes.ts';
export { accumulate, computedTrait } from './traits/computed-trait.ts';
export type { TraitState } from './traits/computed-trait.ts';
export type { Decimal } from './traits/decimal.ts';
export type { MostFrequent } from './traits/most-frequent.ts';
export type { Moment, Observation, Scalar } from './traits/observation.ts';
export type { Average } from './traits/sum.ts';
export type { TraitDefinition, TraitKind, TraitValues } from './traits/trait-definition.ts';
export type { TraitWindow } from './traits/trait-window.ts';
export type { Trait } from './traits/trait.ts';
export type { UniqueList } from './traits/unique-list.ts';
export type {
  Archetype,
  ArchetypeCondition,
  CentreFeature,
  CentroidArchetype,
  RuleArchetype,
} from './personas/archetype.ts';
export type { FeatureDefinition, FeatureRow, Features, FeatureScale } from './personas/feature.ts';
export { matchArchetypes } from './personas/match-archetypes.ts';
export type { ArchetypeMatch, ComponentScore } from './personas/match-archetypes.ts';
export type { Distinction } from './personas/name-archetypes.ts';
export { proposeArchetypes } from './personas/propose-archetypes.ts';
export type { ArchetypeProposal, ProposedArchetype, ProposeOptions } from './personas/propose-archetypes.ts';
