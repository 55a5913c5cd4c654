import type { Registry } from '@customer360/service';
import { Counter, Histogram } from 'prom-client';
import type { Denial } from './authorization/denial.ts';
import type { ObserveSubgraph } from './subgraphs/subgraph-source.ts';

export interface GatewayMetrics {
  operation(type: string, outcome: 'ok' | 'errors' | 'refused', seconds: number): void;
  error(code: string): void;
  denied(denials: readonly Denial[]): void;
  readonly subgraph: ObserveSubgraph;
}

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createGatewayMetrics(registry: Registry): GatewayMetrics {
  const registers = [registry];
  const operations = new Histogram({
    name: 'gateway_operation_duration_seconds',
    help: 'Seconds per GraphQL operation, by type and outcome.',
    labelNames: ['type', 'outcome'],
    buckets,
    registers,
  });
  const subgraphs = new Histogram({
    name: 'gateway_subgraph_duration_seconds',
    help: 'Seconds per request to a subgraph, by outcome.',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  });
  const errors = new Counter({
    name: 'gateway_errors_total',
    help: 'Errors in answers, by code.',
    labelNames: ['code'],
    registers,
  });
  const denied = new Counter({
    name: 'gateway_denied_selections_total',
    help: 'Selections that their caller may not read, by coordinate of the schema.',
    labelNames: ['coordinate'],
    registers,
  });
  return {
    operation: (type, outcome, seconds) => operations.observe({ type, outcome }, seconds),
    error: (code) => errors.inc({ code }),
    denied: (denials) => denials.forEach(({ coordinate }) => denied.inc({ coordinate })),
    subgraph: (subgraph, seconds, outcome) => subgraphs.observe({ subgraph, outcome }, seconds),
  };
}
