import { holds, tokenRule } from './rule.ts';
import type { Passing, RuleNumber, ScopeAlternatives } from './rule.ts';

/** Distinct rules and their numbers. */
export interface RuleBook {
  readonly rules: readonly ScopeAlternatives[];
  numberOf(rule: ScopeAlternatives): RuleNumber;
}

/** The first rule gets number 0. */
export function createRuleBook(first: ScopeAlternatives): RuleBook {
  const rules: ScopeAlternatives[] = [];
  const numbers = new Map<string, RuleNumber>();

  function numberOf(rule: ScopeAlternatives): RuleNumber {
    const key = JSON.stringify(rule);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, rules.push(rule) - 1);
    return rules.length - 1;
  }

  numberOf(first);
  return { rules, numberOf };
}

/** Judges all rules once per set of scopes. Without a token nothing passes. */
export function cachedPassing(
  rules: readonly ScopeAlternatives[],
): (scopes: ReadonlySet<string> | null) => Passing {
  const known = new WeakMap<ReadonlySet<string>, Passing>();
  const nothing = rules.map(() => false);
  return (scopes) => {
    if (scopes === null) return nothing;
    const cached = known.get(scopes);
    if (cached) return cached;
    const passing = rules.map((rule, number) => number === tokenRule || holds(scopes, rule));
    known.set(scopes, passing);
    return passing;
  };
}
