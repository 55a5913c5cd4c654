import { setTimeout } from 'node:timers/promises';
import { askGraph, type GraphClient } from './ask-graph.ts';

const PATIENCE_MS = 5 * 60 * 1_000;
const LOOK_EVERY_MS = 200;

const START = `mutation Score($key: String!, $propose: Boolean!) {
  startScoring(input: { idempotencyKey: $key, proposeArchetypes: $propose }) { ... on ScoringRun { id } }
}`;
const LOOK = 'query Look($id: ID!) { scoringRun(id: $id) { status error } }';
const PROPOSED = '{ archetypes { code name summary status } }';
const ACCEPT = `mutation Accept($input: SaveArchetypeInput!) {
  saveArchetype(input: $input) { answer: __typename }
}`;

interface Archetype {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly status: string;
}

/**
 * Looks for kinds of customers, accepts all that are proposed, and matches everybody to them, as an analyst would. Returns
 * how many kinds there are. May be repeated.
 */
export async function makePersonas(graph: GraphClient): Promise<number> {
  await score(graph, { key: 'data-set/find-personas', propose: true });
  const { archetypes } = await askGraph<{ archetypes: readonly Archetype[] }>(graph, PROPOSED);
  const proposed = archetypes.filter(({ status }) => status === 'PROPOSED');
  for (const { code, name, summary } of proposed) {
    const input = { code, name, summary, idempotencyKey: `data-set/accept-${code}` };
    await askGraph(graph, ACCEPT, { input });
  }
  await score(graph, { key: 'data-set/match-personas', propose: false });
  return archetypes.length;
}

async function score(
  graph: GraphClient,
  question: { readonly key: string; readonly propose: boolean },
): Promise<void> {
  const { startScoring } = await askGraph<{ startScoring: { readonly id: string } }>(graph, START, question);
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const { scoringRun } = await askGraph<{
      scoringRun: { readonly status: string; readonly error: string | null };
    }>(graph, LOOK, { id: startScoring.id });
    if (scoringRun.status === 'SUCCEEDED') return;
    if (scoringRun.status === 'FAILED') throw new Error(`scoring failed: ${scoringRun.error}`);
    await setTimeout(LOOK_EVERY_MS);
  }
  throw new Error(`scoring ${startScoring.id} has not ended within ${PATIENCE_MS / 1_000} s`);
}
