export type FaultCode =
  | 'NOT_JSON'
  | 'TOO_LONG'
  | 'TOO_DEEP'
  | 'TOO_MANY_NODES'
  | 'UNKNOWN_OPERATOR'
  | 'UNKNOWN_FIELD'
  | 'MISSING'
  | 'WRONG_TYPE'
  | 'NOT_COMPARABLE'
  | 'OUT_OF_RANGE'
  | 'BAD_TEXT'
  | 'BAD_ZONE'
  | 'BAD_DATE'
  | 'REFUSED'
  | 'UNKNOWN_SEGMENT'
  | 'CYCLE';

/** One reason why a rule is refused. */
export interface RuleFault {
  /** Keys and indexes from the rule to the place, for example `['and', 1, 'event_count', 0, 'within']`. */
  readonly path: readonly (string | number)[];
  readonly code: FaultCode;
  /** The reason in a sentence, with the limit where there is one. */
  readonly message: string;
}

export class RuleRefusedError extends Error {
  override readonly name = 'RuleRefusedError';
  readonly faults: readonly RuleFault[];

  constructor(faults: readonly RuleFault[]) {
    super(faults.map(({ path, message }) => `${printPath(path)}: ${message}`).join('; '));
    this.faults = faults;
  }
}

/** `and[1].event_count[0].within`; "the rule" for the rule itself. */
export function printPath(path: readonly (string | number)[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return text === '' ? 'the rule' : text.replace(/^\./, '');
}
