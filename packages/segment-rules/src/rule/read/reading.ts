import type { z } from 'zod';
import { maxDepth, maxNodes } from '../limits.ts';
import type { FaultCode, RuleFault } from '../rule-fault.ts';

export type Path = readonly (string | number)[];

/** What a rule is read against. */
export interface RuleContext {
  /** How golden values of a trait are chosen; `trait_changed` needs `most_recent`. */
  readonly survivorshipOf: (trait: string) => string;
  /** Events that the system makes itself: no rule may ask for them. */
  readonly internalEvents: ReadonlySet<string>;
}

/** One pass over a rule: collects every fault, with the path to it. */
export class Reading {
  readonly context: RuleContext;
  readonly faults: RuleFault[] = [];
  #nodes = 0;

  constructor(context: RuleContext) {
    this.context = context;
  }

  /** Notes a fault; null is what a reader returns for what it could not read. */
  refuse(path: Path, code: FaultCode, message: string): null {
    this.faults.push({ path, code, message });
    return null;
  }

  /** Counts one more operator or condition; false when the tree is too large to go on. */
  enter(path: Path, depth: number): boolean {
    this.#nodes += 1;
    if (this.#nodes === maxNodes + 1) {
      this.refuse(path, 'TOO_MANY_NODES', `a rule has at most ${maxNodes} operators and conditions`);
    }
    if (depth > maxDepth)
      this.refuse(path, 'TOO_DEEP', `operators nest at most ${maxDepth} deep, those of where included`);
    return this.#nodes <= maxNodes && depth <= maxDepth;
  }

  /** A value of the schema's type, or null with a fault for everything that is wrong with it. */
  check<T>(path: Path, schema: z.ZodType<T>, value: unknown): T | null {
    const result = schema.safeParse(value, { reportInput: true });
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.#refuseIssue(path, issue);
    return null;
  }

  #refuseIssue(path: Path, issue: z.core.$ZodIssue): void {
    const place = [...path, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) this.refuse([...place, key], 'UNKNOWN_FIELD', `unknown field ${key}`);
      return;
    }
    const isMissing = issue.input === undefined;
    this.refuse(place, isMissing ? 'MISSING' : codeOf(issue), isMissing ? 'is missing' : issue.message);
  }
}

function codeOf(issue: z.core.$ZodIssue): FaultCode {
  switch (issue.code) {
    case 'too_big':
    case 'too_small':
    case 'invalid_value':
      return 'OUT_OF_RANGE';
    case 'unrecognized_keys':
      return 'UNKNOWN_FIELD';
    case 'invalid_type':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'WRONG_TYPE';
    default:
      return issue satisfies never;
  }
}

/** The one key of an operator object, with its argument; null with a fault for anything else. */
export function readOperator(reading: Reading, path: Path, json: unknown): readonly [string, unknown] | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return reading.refuse(path, 'WRONG_TYPE', 'must be an object with one operator');
  }
  const entries = Object.entries(json);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    return reading.refuse(path, 'WRONG_TYPE', `must have exactly one operator, not ${entries.length}`);
  }
  return entry;
}
