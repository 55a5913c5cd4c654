import { ScoringInputError } from '../errors.ts';
import { requireDistinct, requireFinite, requireWhole } from '../require.ts';
import { quantileScores } from './quantile-score.ts';
import { rfmCell, type RfmCell, type RfmScores } from './rfm-cell.ts';

export interface RfmCustomer {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly lastOrderAt: number;
  /** Orders so far, at least 1: who bought nothing has no RFM. */
  readonly orders: number;
  /** Money of those orders, in one currency for all customers; refunds may make it negative. */
  readonly value: number;
}

export interface RfmOptions {
  /** Now, in milliseconds since the epoch. */
  readonly asOf: number;
  /** Scores run from 1 to this, 2 to 10; default 5. */
  readonly quantiles?: number;
}

export interface RfmResult extends RfmScores {
  readonly id: string;
  /** The three scores as text: `5-3-1`. */
  readonly code: string;
  readonly cell: RfmCell;
}

const MOST_QUANTILES = 10;

/**
 * Recency, frequency and monetary scores of a tenant's customers against each other, 1 (lowest) to `quantiles` (best: most
 * recent, most often, most money), in the order given. `quantileScores` has the rule for ties and boundaries. The result
 * depends on the set of customers alone; a single customer, and customers who are all alike, score in the middle.
 */
export function rfm(
  customers: readonly RfmCustomer[],
  { asOf, quantiles = 5 }: RfmOptions,
): readonly RfmResult[] {
  requireFinite('asOf', asOf);
  requireWhole('quantiles', quantiles, 2);
  if (quantiles > MOST_QUANTILES) {
    throw new ScoringInputError('quantiles', `at most ${MOST_QUANTILES}`, quantiles);
  }
  for (const customer of customers) check(customer, asOf);
  requireDistinct(
    'id',
    customers.map(({ id }) => id),
  );
  const scores = (value: (customer: RfmCustomer) => number): readonly number[] =>
    quantileScores(customers.map(value), quantiles);
  const recencies = scores(({ lastOrderAt }) => lastOrderAt);
  const frequencies = scores(({ orders }) => orders);
  const monetaries = scores(({ value }) => value);
  return customers.map(({ id }, index) => {
    const recency = recencies[index] ?? NaN;
    const frequency = frequencies[index] ?? NaN;
    const monetary = monetaries[index] ?? NaN;
    const cell = rfmCell({ recency, frequency, monetary }, quantiles);
    return { id, recency, frequency, monetary, code: `${recency}-${frequency}-${monetary}`, cell };
  });
}

function check({ lastOrderAt, orders, value }: RfmCustomer, asOf: number): void {
  requireFinite('lastOrderAt', lastOrderAt);
  if (lastOrderAt > asOf)
    throw new ScoringInputError('lastOrderAt', `no later than asOf (${asOf})`, lastOrderAt);
  requireWhole('orders', orders, 1);
  requireFinite('value', value);
}
