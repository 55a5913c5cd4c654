import type { AttributionArguments } from '../../src/attribution/attribution-service.ts';
import type { FunnelArguments } from '../../src/funnels/funnel-service.ts';
import type { SankeyArguments, TopPathsArguments } from '../../src/paths/path-service.ts';
import type { ChurnArguments, CohortArguments } from '../../src/retention/retention-service.ts';
import type { Params } from './journeys-file.ts';

/** The parameters of journeys.json are those of the API by other names; instants are ISO texts there. */
const rangeOf = ({ from, to }: Params) => ({ from: Date.parse(from), to: Date.parse(to) });

/** The file is trusted to hold what its notes say: only the expected answers are under test. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what the file holds
const as = <Value>(value: unknown): Value => value as Value;

export function topPathsArguments({ from, to, ...params }: Params): TopPathsArguments {
  return { ...as<TopPathsArguments>(params), ...rangeOf({ from, to }) };
}

/** No step is folded: the expected answers count all of them. */
export function sankeyArguments({ from, to, ...params }: Params): SankeyArguments {
  return { ...as<SankeyArguments>(params), ...rangeOf({ from, to }), maxSteps: 100 };
}

export function funnelArguments({ from, to, order, steps, windowMs }: Params): FunnelArguments {
  return { ...rangeOf({ from, to }), order: as(order), steps: as(steps), window: as(windowMs) };
}

/** One question for each model that is named. */
export function attributionArguments(params: Params): readonly AttributionArguments[] {
  const { from, to, by, goal, paths, lookbackMs, halfLifeMs, models } = params;
  return as<readonly AttributionArguments['model'][]>(models).map((model) => ({
    ...rangeOf({ from, to }),
    model,
    by: by === 'campaign' ? 'CAMPAIGN' : 'CHANNEL',
    goal: as(goal),
    path: as(paths),
    lookback: as(lookbackMs),
    halfLife: as(halfLifeMs),
  }));
}

export function cohortArguments({ from, to, ...params }: Params): CohortArguments {
  return { ...as<CohortArguments>(params), ...rangeOf({ from, to }) };
}

export function churnArguments({ from, asOf, inactiveMs, first }: Params): ChurnArguments {
  return {
    from: Date.parse(from),
    asOf: Date.parse(as(asOf)),
    inactive: as(inactiveMs),
    first: as(first),
  };
}
