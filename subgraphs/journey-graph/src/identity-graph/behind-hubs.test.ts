import { expect, it } from 'vitest';
import { nodesBehindHubs } from './behind-hubs.ts';
import type { IdentityEdge } from './identity-edge.ts';
import type { IdentityNode } from './identity-node.ts';

const node = (id: string): IdentityNode => ({
  id,
  type: 'email',
  firstSeenAt: null,
  lastSeenAt: null,
  degree: 1,
  hub: id.startsWith('hub'),
});
const edge = (link: string): IdentityEdge => {
  const [source = '', target = ''] = link.split('-');
  return { source, target, kind: 'OBSERVED', rule: '', at: 0, evidenceId: '' };
};

function behind(start: string, links: string): readonly string[] {
  const edges = links.split(' ').map(edge);
  const ids = new Set([start, ...edges.flatMap(({ source, target }) => [source, target])]);
  return [...nodesBehindHubs(node(start), [...ids].map(node), edges)].toSorted();
}

it('is behind a hub what no other way leads to', () => {
  expect(behind('a', 'a-b b-hub hub-c c-d')).toEqual(['c', 'd']);
  expect(behind('a', 'a-hub hub-c c-a')).toEqual([]);
});

it('the start is never in the way, links have no direction and cycles end', () => {
  expect(behind('hub', 'a-hub b-hub b-c c-a')).toEqual([]);
  expect(behind('a', 'c-hub hub-a c-d d-c')).toEqual(['c', 'd']);
});

it('what nothing joins to the start is not behind a hub', () => {
  expect(behind('a', 'a-hub x-y')).toEqual([]);
});
