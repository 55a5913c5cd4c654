export { loadClickstream } from './clickstream/load-clickstream.ts';
export { describeCounts } from './complete-journey/counts.ts';
export { loadCompleteJourney } from './complete-journey/load-complete-journey.ts';
export { showProgress, type OnProgress } from './progress.ts';
