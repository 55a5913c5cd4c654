import { NotConvergedError } from '../errors.ts';

export interface FoundMaximum {
  readonly model: string;
  /** Names of the parameters, whose logarithms are the point's coordinates. */
  readonly names: readonly string[];
  readonly point: readonly number[];
  /** Parameters that may run away together because only their ratio matters. */
  readonly joint: readonly (readonly number[])[];
  readonly logLikelihood: (point: readonly number[]) => number;
}

/** How much the log-likelihood must fall when a parameter becomes e times larger or smaller: less is no difference. */
export const LEAST_FALL = 1e-3;

/**
 * Throws `NotConvergedError` when the likelihood hardly falls along a parameter: the search then stopped on a slope that
 * flattens towards 0 or infinity, and the estimate is where it happened to stop.
 */
export function refuseFlatDirections({ model, names, point, joint, logLikelihood }: FoundMaximum): void {
  const top = logLikelihood(point);
  const alone = names.map((_, axis) => [axis]);
  for (const axes of [...alone, ...joint]) {
    for (const step of [-1, 1]) {
      const moved = point.map((coordinate, axis) => coordinate + (axes.includes(axis) ? step : 0));
      if (top - logLikelihood(moved) < LEAST_FALL) {
        const which = axes.map((axis) => names[axis]).join(' and ');
        const where = step > 0 ? 'infinity' : '0';
        throw new NotConvergedError(
          model,
          `the likelihood has no maximum as ${which} ${axes.length > 1 ? 'go' : 'goes'} to ${where}`,
        );
      }
    }
  }
}
