import { requireAtLeast, requirePositive } from '../require.ts';

/**
 * Parameters of the BG/NBD model (Fader, Hardie and Lee 2005, "Counting Your Customers" the Easy Way). While active a
 * customer buys at a rate that is gamma distributed over customers with shape `r` and rate `alpha` (in units of time);
 * after each purchase she leaves with a probability that is beta distributed with `a` and `b`. All are above 0, but `a` is 0
 * where nobody leaves: the model is then the NBD of Ehrenberg (1959).
 */
export interface BgNbdModel {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

export function checkBgNbdModel({ r, alpha, a, b }: BgNbdModel): void {
  requirePositive('r', r);
  requirePositive('alpha', alpha);
  requireAtLeast('a', a, 0);
  requirePositive('b', b);
}
