export type { AppendQueueLimits } from './append-queue.ts';
export { createIngestion } from './ingestion.ts';
export type { Ingestion, IngestionOptions } from './ingestion.ts';
export type { ConsumerLag } from './ingestion-metrics.ts';
