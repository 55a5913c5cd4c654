/** Which run's scores are read. Its row is the lock between runs and the consumer. */
export interface ScoringHeadRow {
  tenant_id: string;
  /** Null before the first run has ended. */
  current_run_id: string | null;
}

/** A scoring run. Times are milliseconds since 1970 UTC. */
export interface ScoringRunRow {
  tenant_id: string;
  run_id: string;
  /** Of the command in the log: runs are worked in this order. */
  position: number;
  as_of: number;
  proposes: boolean;
  status: string;
  phase: string;
  /** The last profile whose purchases are read. */
  read_through: string | null;
  done: number;
  total: number;
  started_at: number;
  ended_at: number | null;
  error: string | null;
  /** JSON: what could not be scored, and why. */
  warnings: string;
  /** JSON: what was fitted; null before. */
  model: string | null;
}

/** What a run knows of a profile; the scores are null until it is scored. */
export interface ProfileScoreRow {
  tenant_id: string;
  run_id: string;
  profile_id: string;
  is_scored: boolean;
  /** JSON: `ProfilePurchases`. */
  purchases: string;
  recency: number | null;
  frequency: number | null;
  monetary: number | null;
  rfm_cell: string | null;
  /** Minor units of currency. */
  lifetime_value: number | null;
  probability_alive: number | null;
  churn_risk: number | null;
  stage: string | null;
  lifecycle_rule: string | null;
  persona_code: string | null;
  /** Of the archetype that was matched. */
  persona_version: number | null;
  persona_score: number | null;
  /** JSON: how well each feature fits. */
  persona_components: string | null;
}

export interface ScoringTables {
  'segment.scoring_head': ScoringHeadRow;
  'segment.scoring_run': ScoringRunRow;
  'segment.profile_score': ProfileScoreRow;
}
