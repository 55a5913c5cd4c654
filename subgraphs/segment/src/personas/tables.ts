/** A kind of customer, as it is now. */
export interface ArchetypeRow {
  tenant_id: string;
  code: string;
  archetype_id: string;
  name: string;
  summary: string;
  status: string;
  version: number;
  /** JSON: `CentreFeature[]`; null when it goes by a rule. */
  centre: string | null;
  /** JSON; null when it goes by a centre. */
  rule: string | null;
  next_best_action: string | null;
  /** Profiles of the group that a proposal was found as; null for what was accepted. */
  proposed_size: number | null;
}

export interface ArchetypeTables {
  'segment.archetype': ArchetypeRow;
}
