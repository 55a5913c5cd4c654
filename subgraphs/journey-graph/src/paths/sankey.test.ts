import { expect, test } from 'vitest';
import { toSankey, type DepthMove } from './sankey.ts';

const moves: readonly DepthMove[] = [
  { depth: 0, from: 'A', to: 'B', units: 3, ended: 0 },
  { depth: 0, from: 'A', to: 'C', units: 2, ended: 0 },
  { depth: 0, from: 'D', to: 'C', units: 1, ended: 0 },
  { depth: 0, from: 'E', to: null, units: 1, ended: 1 },
  { depth: 1, from: 'B', to: null, units: 3, ended: 2 },
  { depth: 1, from: 'C', to: null, units: 3, ended: 0 },
];

test('nodes and links come by depth, units and step; what neither ends nor goes on is cut', () => {
  expect(toSankey(moves, 20)).toEqual({
    units: 7,
    nodes: [
      { id: '0-0', depth: 0, step: 'A', units: 5, ended: 0, cut: 0 },
      { id: '0-1', depth: 0, step: 'D', units: 1, ended: 0, cut: 0 },
      { id: '0-2', depth: 0, step: 'E', units: 1, ended: 1, cut: 0 },
      { id: '1-0', depth: 1, step: 'B', units: 3, ended: 2, cut: 1 },
      { id: '1-1', depth: 1, step: 'C', units: 3, ended: 0, cut: 3 },
    ],
    links: [
      { source: '0-0', target: '1-0', depth: 0, units: 3 },
      { source: '0-0', target: '1-1', depth: 0, units: 2 },
      { source: '0-1', target: '1-1', depth: 0, units: 1 },
    ],
  });
});

test('small steps fold with their links and nothing vanishes', () => {
  const { nodes, links } = toSankey(moves, 1);
  expect(nodes.map(({ step, units, ended, cut }) => [step, units, ended, cut])).toEqual([
    ['A', 5, 0, 0],
    ['(other)', 2, 1, 0],
    ['(other)', 3, 0, 3],
    ['B', 3, 2, 1],
  ]);
  expect(links.map(({ units }) => units)).toEqual([3, 2, 1]);
});

test('a step that is called (other) keeps a node of its own', () => {
  const { nodes } = toSankey(
    [
      { depth: 0, from: '(other)', to: null, units: 5, ended: 5 },
      { depth: 0, from: 'A', to: null, units: 1, ended: 1 },
    ],
    1,
  );
  expect(nodes.map(({ id, step, units }) => [id, step, units])).toEqual([
    ['0-0', '(other)', 5],
    ['0-other', '(other)', 1],
  ]);
});

test('no moves make no nodes', () => {
  expect(toSankey([], 5)).toEqual({ units: 0, nodes: [], links: [] });
});
