/** An OR of ANDs: one inner list must be held whole. */
export type ScopeAlternatives = readonly (readonly string[])[];

/** Place of a rule in the table's list of distinct rules. */
export type RuleNumber = number;

/** The rule that every field has unless it is public: there is a caller with a token. */
export const tokenRule: RuleNumber = 0;

/** What a field asks of its caller. */
export interface Requirement {
  /** All of these must pass. */
  readonly all: readonly RuleNumber[];
  /** For an abstract output: the rules of each member, one of which must pass whole. Null when there is no such choice. */
  readonly oneOf: readonly (readonly RuleNumber[])[] | null;
}

/** Which rules a caller passes, by rule number. */
export type Passing = readonly boolean[];

export function passAll(rules: readonly RuleNumber[], passing: Passing): boolean {
  for (const rule of rules) if (!passing[rule]) return false;
  return true;
}

export function meets(requirement: Requirement, passing: Passing): boolean {
  if (!passAll(requirement.all, passing)) return false;
  return requirement.oneOf === null || requirement.oneOf.some((rules) => passAll(rules, passing));
}

/** Whether the scopes hold one of the alternatives. */
export function holds(scopes: ReadonlySet<string>, alternatives: ScopeAlternatives): boolean {
  return alternatives.some((all) => all.every((scope) => scopes.has(scope)));
}
