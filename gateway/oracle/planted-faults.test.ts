import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { difference, generateQuestions, questionsAbout, startTestGraph } from './compare.ts';
import type { TestGraph, TestGraphOptions } from './compare.ts';
import { knownOperations } from './known-operations.ts';
import { plantedFaults } from './planted-faults.ts';
import type { PlantedFault } from './planted-faults.ts';
import { testSubgraphs } from './test-subgraphs.ts';

const source = join(import.meta.dirname, '..', 'src');
const planted = join(import.meta.dirname, '..', '.planted');

afterAll(() => rmSync(planted, { recursive: true, force: true }));

/** A copy of the gateway's code with the fault in it. */
async function loadFaulty(
  { code }: PlantedFault,
  index: number,
): Promise<Pick<TestGraphOptions, 'createGateway'>> {
  if (!code) return import('../src/gateway.ts');
  const folder = join(planted, String(index));
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts') && !path.includes(join('playground', 'app')),
  });
  const file = join(folder, code.file);
  writeFileSync(file, replaced(readFileSync(file, 'utf8'), code));
  return import(join(folder, 'gateway.ts'));
}

/** A fault whose place is gone would test nothing. */
function replaced(text: string, { from, to }: { readonly from: string; readonly to: string }): string {
  if (!text.includes(from)) throw new Error(`there is no such text any more: ${from}`);
  return text.replaceAll(from, to);
}

async function isCaught(graph: TestGraph): Promise<boolean> {
  const questions = (['one', 'two'] as const).flatMap((lacking) =>
    knownOperations.map((known) => () => questionsAbout(graph.oracle, known, lacking)),
  );
  for (let seed = 1; seed <= 100; seed += 1) questions.push(() => generateQuestions(graph.oracle, seed));
  for (const make of questions) {
    for (const question of make()) if ((await difference(graph, question)) !== null) return true;
  }
  return false;
}

test.each(plantedFaults.map((fault, index) => [fault.name, fault, index] as const))(
  'the property fails when %s',
  async (_name, fault, index) => {
    const { createGateway } = await loadFaulty(fault, index);
    const { sdl } = fault;
    const graph = await startTestGraph({
      subgraphs: testSubgraphs,
      createGateway,
      ...(sdl ? { tamper: (supergraph: string) => replaced(supergraph, sdl) } : {}),
    });
    const caught = await isCaught(graph);
    await graph.gateway.close();
    expect(caught).toBe(true);
  },
  120_000,
);
