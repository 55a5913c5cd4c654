import { readFileSync } from 'node:fs';
import { shared } from './data/csv.ts';

/** What a question or a worked case is asked with. */
export interface Params {
  readonly from: string;
  readonly to: string;
  readonly [name: string]: unknown;
}

/** A question about one of the public data sets. */
export interface Question {
  readonly id: string;
  readonly ask: string;
  readonly data: 'clickstream' | 'completeJourney';
  readonly params: Params;
  readonly expected: unknown;
}

/** A small history and what is expected of it. */
export interface WorkedCase {
  readonly name: string;
  readonly ask: string;
  readonly events: readonly CaseEvent[];
  readonly params: Params;
  readonly expect: unknown;
}

export interface CaseEvent {
  readonly profile: string;
  readonly ts: number;
  readonly step: string;
  readonly channel?: string | null;
  readonly campaign?: string | null;
  readonly valueCents?: number;
}

/** The expected answers as they stand beside the project. */
export function readJourneysFile(): {
  readonly questions: readonly Question[];
  readonly cases: readonly WorkedCase[];
} {
  return JSON.parse(readFileSync(`${shared}conformance/journeys.json`, 'utf8'));
}
