/** Rule trees: operators and conditions together, those of `where` included. */
export const maxNodes = 200;
/** Operators inside one another, the rule itself is the first; those of `where` count on. */
export const maxDepth = 12;
/** Characters of a rule as JSON. */
export const maxRuleLength = 64 * 1024;
/** Characters of a compared text and of a name. */
export const maxTextLength = 500;
/** Values of `in`. */
export const maxInValues = 500;
/** What a count may be compared with. */
export const maxCount = 1_000;
export const maxSteps = 5;
export const maxWindowMs = 3_653 * 86_400_000;
export const maxBack = { day: 3_652, week: 521, month: 120 } as const;
/** Segments that one rule may reach through `in_segment`. */
export const maxReferencedSegments = 50;
