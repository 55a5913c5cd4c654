import { percentile } from '../bench.ts';
import { plantedSegments } from './plant-segments.ts';
import { everything, type Ask } from './questions.ts';

const ASKED = '$from: DateTime!, $to: DateTime!, $segmentId: ID';
const queries = {
  funnel: `query (${ASKED}) { funnel(
    steps: ["Product Viewed", "Product Added", "Order Completed"], from: $from, to: $to, segmentId: $segmentId
  ) { converted medianMs } }`,
  topPaths: `query (${ASKED}) { topPaths(from: $from, to: $to, segmentId: $segmentId) { units paths { steps units } } }`,
  attribution: `query (${ASKED}) { attribution(model: LINEAR, from: $from, to: $to, segmentId: $segmentId) {
    credits { key value } } }`,
  churn: `query (${ASKED}) { churnDropOff(from: $from, asOf: $to, segmentId: $segmentId) { profiles churned } }`,
} as const;

/** How long a question about members takes, as a share of the same question about everybody, asked in turns. */
export async function timeSegmentQuestions(
  ask: Ask,
  rounds: number,
): Promise<Readonly<Record<string, number>>> {
  const populations = { everybody: null, ...plantedSegments };
  const figures: Record<string, number> = {};
  for (const [name, query] of Object.entries(queries)) {
    const times = { everybody: [] as number[], tenth: [] as number[], all: [] as number[] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const [population, took] of Object.entries(times)) {
        const segmentId = populations[population as keyof typeof times]; // the keys of one are those of the other
        const started = performance.now();
        await ask(query, { ...everything(), segmentId });
        if (round > 0) took.push(performance.now() - started);
      }
    }
    const median = (population: keyof typeof times) => percentile(times[population], 0.5);
    figures[`${name}OfTenthShare`] = median('tenth') / median('everybody');
    figures[`${name}OfAllShare`] = median('all') / median('everybody');
  }
  return figures;
}
