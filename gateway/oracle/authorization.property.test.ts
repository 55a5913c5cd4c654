import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subgraphs, subgraphSdl } from '@customer360/schema';
import { createGateway } from '../src/gateway.ts';
import { difference, generateQuestions, questionsAbout, startTestGraph } from './compare.ts';
import type { TestGraph } from './compare.ts';
import { knownOperations } from './known-operations.ts';
import { testSubgraphs } from './test-subgraphs.ts';

/** More by AUTHZ_OPERATIONS; the first seed by AUTHZ_SEED. */
const operations = Number(process.env['AUTHZ_OPERATIONS'] ?? 150);
const firstSeed = Number(process.env['AUTHZ_SEED'] ?? 1);

const ours = Object.fromEntries(subgraphs().map(({ name }) => [name, subgraphSdl(name)]));

test('operations that were answered wrongly once are answered rightly for every caller', async () => {
  const graph = await startTestGraph({ subgraphs: testSubgraphs, createGateway });
  for (const known of knownOperations) {
    expect(validate(graph.oracle.schema, parse(known.query))).toEqual([]);
    const questions = [
      ...questionsAbout(graph.oracle, known, 'one'),
      ...questionsAbout(graph.oracle, known, 'two'),
    ];
    for (const question of questions) {
      expect(await difference(graph, question)).toBeNull();
    }
  }
  await graph.gateway.close();
}, 120_000);

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
      for (const question of generateQuestions(graph.oracle, seed)) {
        expect(await difference(graph, question), `seed ${seed}`).toBeNull();
      }
    }
  }, 600_000);
});

test('subgraphs that apply the rules too refuse nothing that the gateway asks for', async () => {
  const graph = await startTestGraph({ subgraphs: testSubgraphs, createGateway, guarded: true });
  for (const known of knownOperations) {
    for (const question of questionsAbout(graph.oracle, known, 'one')) {
      expect(await difference(graph, question)).toBeNull();
    }
  }
  for (let seed = firstSeed; seed < firstSeed + operations / 3; seed += 1) {
    for (const question of generateQuestions(graph.oracle, seed)) {
      expect(await difference(graph, question), `seed ${seed}`).toBeNull();
    }
  }
  await graph.gateway.close();
}, 600_000);
