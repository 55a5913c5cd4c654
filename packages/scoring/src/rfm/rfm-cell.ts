/** Names of the cells, by how recently (rows, lowest first) and how often and much (columns) a customer bought. */
const cells = [
  ['LOST', 'LOST', 'AT_RISK', 'AT_RISK', 'CANNOT_LOSE'],
  ['HIBERNATING', 'HIBERNATING', 'AT_RISK', 'AT_RISK', 'CANNOT_LOSE'],
  ['ABOUT_TO_SLEEP', 'ABOUT_TO_SLEEP', 'NEEDS_ATTENTION', 'LOYAL', 'LOYAL'],
  ['PROMISING', 'POTENTIAL_LOYAL', 'POTENTIAL_LOYAL', 'LOYAL', 'CHAMPION'],
  ['NEW', 'POTENTIAL_LOYAL', 'POTENTIAL_LOYAL', 'CHAMPION', 'CHAMPION'],
] as const;

const LEVELS = 5;

export type RfmCell = (typeof cells)[number][number];

export interface RfmScores {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

/**
 * Name of the cell that three scores from 1 to `quantiles` fall into. Other numbers of quantiles than five are spread over
 * five levels; frequency and monetary count as their mean, a half rounded up.
 */
export function rfmCell({ recency, frequency, monetary }: RfmScores, quantiles: number): RfmCell {
  const worth = Math.floor((level(frequency, quantiles) + level(monetary, quantiles) + 1) / 2);
  const cell = cells[level(recency, quantiles)]?.[worth];
  if (cell === undefined) throw new RangeError(`scores must lie between 1 and ${quantiles}`);
  return cell;
}

/** 0 to 4: where the middle of the score's quantile lies. */
function level(score: number, quantiles: number): number {
  return Math.floor((LEVELS * (2 * score - 1)) / (2 * quantiles));
}
