import { parentPort, workerData } from 'node:worker_threads';
import { fitModel, type FitInput } from './fit-model.ts';

// `fitInWorker` starts it with nothing else; a port of a thread has no origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(fitModel(workerData as FitInput));
