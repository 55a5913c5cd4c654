import type { AttributionModel } from '../../src/attribution/attribution.ts';
import type { Sankey } from '../../src/paths/sankey.ts';
import {
  attributionArguments,
  churnArguments,
  cohortArguments,
  funnelArguments,
  sankeyArguments,
  topPathsArguments,
} from './arguments.ts';
import type { JourneyAnswers } from './journey-answers.ts';
import type { Params } from './journeys-file.ts';

type Ask = (answers: JourneyAnswers, params: Params) => Promise<unknown>;

/** Asks a question of journeys.json and gives the answer in the form of its expected one. */
export const questionAsks: Readonly<Record<string, Ask>> = {
  async topPaths(answers, params) {
    const { units, distinctPaths, conversions, paths } = await answers.topPaths(topPathsArguments(params));
    return {
      units,
      distinctPaths,
      totalConversions: conversions,
      paths: paths.map(({ units: count, ...path }) => ({ ...path, count })),
    };
  },

  async sankey(answers, params) {
    const { units, nodes, links } = await answers.sankey(sankeyArguments(params));
    return {
      units,
      depths: depthsOf({ units, nodes, links }),
      topStartNodes: nodes
        .slice(0, 5)
        .map(({ step, units: count, ended }) => ({ step, units: count, ended })),
      links: firstLinks({ units, nodes, links }, Number(params['firstLinks'])),
    };
  },

  async funnel(answers, params) {
    const { levels, converted, medianMs, meanMs } = await answers.funnel(funnelArguments(params));
    return {
      levels: levels.map(({ profiles, shareOfPrevious, shareOfFirst, ...level }) => ({
        ...level,
        count: profiles,
        fromPrevious: shareOfPrevious,
        fromFirst: shareOfFirst,
      })),
      converted,
      medianTotalMs: medianMs,
      meanTotalMs: meanMs,
    };
  },

  async attribution(answers, params) {
    const all = await Promise.all(attributionArguments(params).map((one) => answers.attribution(one)));
    const [any] = all;
    const markov = all.find(({ model }) => model === 'MARKOV');
    const models: Partial<Record<AttributionModel, unknown>> = {};
    for (const { model, credits } of all) {
      models[model] = credits.map(({ key, value, conversions }) => ({ key, valueCents: value, conversions }));
    }
    return {
      conversions: any?.conversions,
      valueCents: any?.value,
      touchedConversions: any?.touchedConversions,
      touchedValueCents: any?.touchedValue,
      nullPaths: markov?.nullPaths,
      touchesInPaths: any?.touches,
      maxTouches: any?.longestPath,
      markov: {
        conversionProbability: markov?.conversionProbability,
        removalEffects: Object.fromEntries(
          (markov?.credits ?? [])
            .filter(({ removalEffect }) => removalEffect !== null)
            .map(({ key, removalEffect }) => [key, removalEffect]),
        ),
      },
      models,
    };
  },

  async cohortRetention(answers, params) {
    const { profiles, cohorts } = await answers.cohortRetention(cohortArguments(params));
    const rows = cohorts.map(({ week, ...cohort }) => ({ ...cohort, cohort: week }));
    return { cohorts: cohorts.length, profiles, rows };
  },

  async churnDropOff(answers, params) {
    const { rows, ...totals } = await answers.churnDropOff(churnArguments(params));
    return {
      ...totals,
      rows: rows.map(({ meanTouchpoints, channel, ...row }) => ({
        ...row,
        channel: channel ?? '(none)',
        meanEvents: meanTouchpoints,
      })),
    };
  },
};

function depthsOf({ nodes, links }: Sankey): readonly unknown[] {
  return [...Map.groupBy(nodes, ({ depth }) => depth)].map(([depth, here]) => {
    const out = links.filter((link) => link.depth === depth);
    return {
      depth,
      nodes: here.length,
      units: sumOf(here.map(({ units }) => units)),
      ended: sumOf(here.map(({ ended }) => ended)),
      cut: sumOf(here.map(({ cut }) => cut)),
      linksOut: out.length,
      linkUnits: sumOf(out.map(({ units }) => units)),
    };
  });
}

/** The largest links of all depths. */
function firstLinks({ nodes, links }: Sankey, count: number): readonly unknown[] {
  const stepOf = new Map(nodes.map(({ id, step }) => [id, step]));
  return links
    .toSorted((a, b) => b.units - a.units)
    .slice(0, count)
    .map(({ depth, source, target, units }) => ({
      depth,
      source: stepOf.get(source),
      target: stepOf.get(target),
      units,
    }));
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
