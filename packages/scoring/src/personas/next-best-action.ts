import { requireAtLeast, requireFinite, requireShare, requireWhole } from '../require.ts';

/** Something that can be done for a customer. */
export interface CandidateAction {
  readonly code: string;
  readonly title: string;
  /** Consent that it needs. */
  readonly purpose: string;
  /** Probability, 0 to 1, that a customer takes it, by archetype code. */
  readonly propensities: Readonly<Record<string, number>>;
  /** The same for archetypes that are not named. */
  readonly defaultPropensity: number;
  /** Money that it brings when taken, and that it costs when offered, in one currency. */
  readonly value: number;
  readonly cost: number;
  /** At most `times` offers within `window` milliseconds; null is no cap. */
  readonly cap: { readonly times: number; readonly window: number } | null;
}

export interface ActionContext {
  /** Code of the customer's archetype; null when she has none. */
  readonly archetype: string | null;
  readonly grantedPurposes: ReadonlySet<string>;
  /** Offers made so far: code and moment in milliseconds. */
  readonly offers: readonly { readonly action: string; readonly at: number }[];
  /** Now, in milliseconds since the epoch. */
  readonly asOf: number;
}

export interface RankedAction {
  readonly code: string;
  readonly title: string;
  /** propensity x value - cost. */
  readonly expectedValue: number;
  readonly propensity: number;
  readonly reason: string;
}

export interface WithheldAction {
  readonly code: string;
  readonly reason: 'NO_CONSENT' | 'CAP_REACHED' | 'NOT_WORTH_ITS_COST';
}

export interface NextBestActions {
  /** Best first, of equal values by code. The first one is the next best action. */
  readonly actions: readonly RankedAction[];
  readonly withheld: readonly WithheldAction[];
}

/** Ranks the actions by what each is expected to bring for the customer's archetype; says why the others are withheld. */
export function nextBestActions(
  candidates: readonly CandidateAction[],
  context: ActionContext,
): NextBestActions {
  const actions: RankedAction[] = [];
  const withheld: WithheldAction[] = [];
  for (const candidate of candidates) {
    check(candidate);
    const { code, title, value, cost } = candidate;
    const propensity = propensityOf(candidate, context.archetype);
    const expectedValue = propensity * value - cost;
    const obstacle = obstacleOf(candidate, context) ?? (expectedValue > 0 ? null : 'NOT_WORTH_ITS_COST');
    if (obstacle === null) {
      actions.push({
        code,
        title,
        expectedValue,
        propensity,
        reason: reasonOf(candidate, context.archetype),
      });
    } else withheld.push({ code, reason: obstacle });
  }
  const byCode = (one: { readonly code: string }, other: { readonly code: string }): number =>
    one.code < other.code ? -1 : 1;
  return {
    actions: actions.toSorted((one, other) => other.expectedValue - one.expectedValue || byCode(one, other)),
    withheld: withheld.toSorted(byCode),
  };
}

function propensityOf(
  { propensities, defaultPropensity }: CandidateAction,
  archetype: string | null,
): number {
  return isNamed(propensities, archetype)
    ? (propensities[archetype] ?? defaultPropensity)
    : defaultPropensity;
}

function reasonOf({ propensities }: CandidateAction, archetype: string | null): string {
  return isNamed(propensities, archetype)
    ? `customers of the archetype ${archetype} take it`
    : 'customers in general take it';
}

function isNamed(
  propensities: Readonly<Record<string, number>>,
  archetype: string | null,
): archetype is string {
  return archetype !== null && Object.hasOwn(propensities, archetype);
}

function obstacleOf(
  { code, purpose, cap }: CandidateAction,
  context: ActionContext,
): WithheldAction['reason'] | null {
  if (!context.grantedPurposes.has(purpose)) return 'NO_CONSENT';
  if (cap === null) return null;
  const since = context.asOf - cap.window;
  const offered = context.offers.filter(
    ({ action, at }) => action === code && at > since && at <= context.asOf,
  );
  return offered.length >= cap.times ? 'CAP_REACHED' : null;
}

function check({ code, propensities, defaultPropensity, value, cost, cap }: CandidateAction): void {
  requireShare(`${code}.defaultPropensity`, defaultPropensity);
  for (const [archetype, share] of Object.entries(propensities))
    requireShare(`${code}.propensities.${archetype}`, share);
  requireFinite(`${code}.value`, value);
  requireAtLeast(`${code}.cost`, cost, 0);
  if (cap === null) return;
  requireWhole(`${code}.cap.times`, cap.times, 1);
  requireAtLeast(`${code}.cap.window`, cap.window, 1);
}
