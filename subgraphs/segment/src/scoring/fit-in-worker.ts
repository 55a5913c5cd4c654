import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Fitted, FitInput } from './fit-model.ts';

/** Fits in a thread of its own: it takes seconds, in which the process has requests to answer. */
export async function fitInWorker(input: FitInput): Promise<Fitted> {
  const worker = new Worker(new URL('./fit-worker.ts', import.meta.url), { workerData: input });
  try {
    // `once` rejects when the worker fails; it posts what `fitModel` answers and nothing else.
    const [fitted] = (await once(worker, 'message')) as [Fitted];
    return fitted;
  } finally {
    await worker.terminate();
  }
}
