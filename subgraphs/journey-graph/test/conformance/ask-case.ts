import {
  attributionArguments,
  churnArguments,
  cohortArguments,
  funnelArguments,
  sankeyArguments,
  topPathsArguments,
} from './arguments.ts';
import type { JourneyAnswers } from './journey-answers.ts';
import type { WorkedCase } from './journeys-file.ts';

type Ask = (answers: JourneyAnswers, worked: WorkedCase) => Promise<unknown>;

/** Asks a worked case of journeys.json and gives as much of the answer as its expectation names, in its form. */
export const caseAsks: Readonly<Record<string, Ask>> = {
  async topPaths(answers, { params, expect }) {
    const { paths } = await answers.topPaths(topPathsArguments(params));
    const withConversions = Array.isArray(expect) && Array.isArray(expect[0]);
    return withConversions ? [paths[0]?.steps, paths[0]?.conversions] : paths.flatMap(({ steps }) => steps);
  },

  async sankey(answers, { params }) {
    const { nodes, links } = await answers.sankey(sankeyArguments(params));
    return nodes.map(({ id, units, ended, cut }) => {
      const out = links.filter(({ source }) => source === id);
      return [units, ended, cut, out.reduce((sum, link) => sum + link.units, 0)];
    });
  },

  async funnel(answers, { params, expect }) {
    const { levels, medianMs } = await answers.funnel(funnelArguments(params));
    const counts = levels.map(({ profiles }) => profiles);
    return Array.isArray(expect) && Array.isArray(expect[0]) ? [counts, medianMs] : counts;
  },

  async attribution(answers, { params, expect }) {
    const [question] = attributionArguments(params);
    if (question === undefined) throw new Error('a case names a model');
    const { credits, conversionProbability } = await answers.attribution(question);
    if (typeof expect === 'number') return conversionProbability;
    // A key that is expected to get nothing may have no row.
    const none = Object.keys(Object(expect)).map((key) => [key, 0] as const);
    return {
      ...Object.fromEntries(none),
      ...Object.fromEntries(credits.map(({ key, value }) => [key, value])),
    };
  },

  async cohortRetention(answers, { params }) {
    const { cohorts } = await answers.cohortRetention(cohortArguments(params));
    return cohorts[0]?.active;
  },

  async churnDropOff(answers, { params }) {
    return (await answers.churnDropOff(churnArguments(params))).churned;
  },
};
