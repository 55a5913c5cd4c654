import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from '@customer360/service';
import type { EventAnswer } from './answers.ts';
import type { AppendQueueMeasures } from './append-queue.ts';

/** How far one consumer is behind the log of one tenant. */
export interface ConsumerLag {
  readonly consumer: string;
  readonly tenantId: string;
  readonly entries: number;
  readonly seconds: number;
}

export interface IngestionMetrics extends AppendQueueMeasures {
  /** Counts the answers of one request; `types` has the kind of each, in order. */
  answered(answers: readonly EventAnswer[], types: readonly string[]): void;
  /** Counts a request that was refused or failed as a whole. */
  refused(reason: string): void;
}

export function createIngestionMetrics(
  registry: Registry,
  consumerLag: (() => Promise<readonly ConsumerLag[]>) | null,
): IngestionMetrics {
  const registers = [registry];
  const events = new Counter({
    name: 'ingestion_events_total',
    help: 'Events by type and answer.',
    labelNames: ['type', 'answer'],
    registers,
  });
  const refusals = new Counter({
    name: 'ingestion_refusals_total',
    help: 'Refused events and requests by reason.',
    labelNames: ['reason'],
    registers,
  });
  const waitingEvents = new Gauge({
    name: 'ingestion_queue_events',
    help: 'Events that wait for the log or are on their way to it.',
    registers,
  });
  const waitingBytes = new Gauge({
    name: 'ingestion_queue_bytes',
    help: 'Size of the payloads of these events.',
    registers,
  });
  const groups = new Histogram({
    name: 'ingestion_group_events',
    help: 'Events that one append to the log took.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500],
    registers,
  });
  const appends = new Histogram({
    name: 'ingestion_append_seconds',
    help: 'Seconds that one append to the log took.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  if (consumerLag !== null) lagGauges(registers, consumerLag);
  return {
    answered(answers, types) {
      for (const [labels, count] of countAnswers(answers, types)) events.inc(labels, count);
      for (const answer of answers) if ('error' in answer) refusals.inc({ reason: answer.error.code });
    },
    refused: (reason) => refusals.inc({ reason }),
    group(size, seconds) {
      groups.observe(size);
      appends.observe(seconds);
    },
    depth(size, bytes) {
      waitingEvents.set(size);
      waitingBytes.set(bytes);
    },
  };
}

/** A batch has thousands of answers of a few kinds. */
function countAnswers(answers: readonly EventAnswer[], types: readonly string[]) {
  const counts = new Map<string, [{ type: string; answer: string }, number]>();
  answers.forEach((answer, index) => {
    const labels = { type: types[index] ?? 'unknown', answer: answer.status };
    const key = `${labels.type} ${labels.answer}`;
    const known = counts.get(key);
    if (known) known[1] += 1;
    else counts.set(key, [labels, 1]);
  });
  return counts.values();
}

function lagGauges(registers: Registry[], consumerLag: () => Promise<readonly ConsumerLag[]>): void {
  function gauge(name: string, help: string, read: (lag: ConsumerLag) => number): void {
    const lagGauge = new Gauge({
      name,
      help,
      labelNames: ['consumer', 'tenant'],
      registers,
      async collect() {
        lagGauge.reset();
        // The other metrics stay readable while the database is away; this one is then absent.
        for (const lag of await consumerLag().catch(() => [])) {
          lagGauge.set({ consumer: lag.consumer, tenant: lag.tenantId }, read(lag));
        }
      },
    });
  }

  gauge('consumer_lag_entries', 'Entries that a consumer has not consumed.', ({ entries }) => entries);
  gauge(
    'consumer_lag_seconds',
    'Age of the oldest entry that a consumer has not consumed.',
    ({ seconds }) => seconds,
  );
}
