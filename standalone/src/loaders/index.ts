export type { AnswerCounts } from './answers.ts';
export { loadClickstream, type LoadedClickstream } from './clickstream/load-clickstream.ts';
export { describeCounts, type CompleteJourneyCounts } from './complete-journey/counts.ts';
export { loadCompleteJourney, type LoadedCompleteJourney } from './complete-journey/load-complete-journey.ts';
export { showProgress, type OnProgress } from './progress.ts';
