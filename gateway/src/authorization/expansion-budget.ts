import { GraphQLError } from 'graphql';

/** Bounds what an operation grows to when its fragments and abstract types are written out. */
export interface ExpansionBudget {
  /** Throws once the limit is passed. */
  spend(): void;
  /** Selections so far. */
  spent(): number;
}

export function createExpansionBudget(limit: number): ExpansionBudget {
  let left = limit;
  return {
    spent: () => limit - left,
    spend() {
      left -= 1;
      if (left >= 0) return;
      throw new GraphQLError(
        `The operation is too large: written out, it may have at most ${limit} selections.`,
        { extensions: { code: 'OPERATION_LIMIT_EXCEEDED', limit, http: { status: 400 } } },
      );
    },
  };
}
