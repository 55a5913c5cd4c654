import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subgraphs, subgraphSdl } from '@customer360/schema';
import { createGateway } from '../src/gateway.ts';
import { difference, generateQuestion, startTestGraph } from './compare.ts';
import type { TestGraph } from './compare.ts';
import { testSubgraphs } from './test-subgraphs.ts';

/** More by AUTHZ_OPERATIONS; the first seed by AUTHZ_SEED. */
const operations = Number(process.env['AUTHZ_OPERATIONS'] ?? 400);
const firstSeed = Number(process.env['AUTHZ_SEED'] ?? 1);

const ours = Object.fromEntries(subgraphs().map(({ name }) => [name, subgraphSdl(name)]));

describe.each([
  ['our supergraph', ours],
  ['a supergraph with everything', testSubgraphs],
])('over %s', (_name, sdls) => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph({ subgraphs: sdls, createGateway });
  });
  afterAll(() => graph.gateway.close());

  test(`${operations} generated operations are answered as by one schema whose forbidden resolvers throw`, async () => {
    for (let seed = firstSeed; seed < firstSeed + operations; seed += 1) {
      const question = generateQuestion(graph.oracle, seed);
      expect(await difference(graph, question), `seed ${seed}`).toBeNull();
    }
  }, 600_000);
});
