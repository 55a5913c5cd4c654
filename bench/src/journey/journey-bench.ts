import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bench, BenchOptions } from '../bench.ts';
import type { JourneyOrder, JourneyReport } from './messages.ts';

const EVENTS = 100_000;
const ROUNDS = 20;

export const journeyBench: Bench = {
  name: 'journey',
  about:
    'the journey graph of 100,000 events on the embedded engine: made from the log, its size, its answers',
  targets: {
    projectionEventsPerSecond: { min: 3_000 },
    rebuildSeconds: { max: 30 },
    bytesPerEvent: { max: 3_000 },
    timelineP95Ms: { max: 10 },
    identityHubMs: { max: 20 },
    funnelSeconds: { max: 1.5 },
    topPathsSeconds: { max: 1.5 },
    funnelOfTenthShare: { max: 0.5 },
    topPathsOfTenthShare: { max: 0.5 },
    funnelOfAllShare: { max: 2 },
    topPathsOfAllShare: { max: 2 },
  },
  run: ({ print, scale }: BenchOptions) =>
    measure({ events: Math.round(EVENTS * scale), rounds: ROUNDS }, print),
};

/** In a process of its own, so that its heap is the graph's. */
function measure(
  order: JourneyOrder,
  print: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const file = fileURLToPath(new URL('./measure-graph.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(order)], {
    execArgv: ['--expose-gc'],
    // As JSON a figure that is missing would be null, and meet every limit.
    serialization: 'advanced',
  });
  return new Promise((resolve, reject) => {
    child.on('message', (report: JourneyReport) => {
      if (report.kind === 'line') print(report.text);
      else resolve(report.figures);
    });
    child.once('exit', (code) => reject(new Error(`the measuring process ended with ${code}`)));
  });
}
