import { expect, it } from 'vitest';
import { createCursors } from './cursor.ts';
import { readPageRequest, toConnection } from './page.ts';

const cursors = createCursors('tenant-a');
const kind = { list: 'letters', defaultSize: 2, maxSize: 3 };
const letters = ['a', 'b', 'c', 'd', 'e'];

function page(first: number | null | undefined, after?: string | null) {
  const request = readPageRequest(cursors, kind, { first, after });
  const start = request.after === null ? 0 : Number(request.after[0]) + 1;
  const items = letters.slice(start, start + request.first + 1);
  return toConnection(cursors, {
    kind,
    request,
    items,
    place: (item) => [letters.indexOf(item)],
    node: (item) => item,
  });
}

it('walks a list page by page', () => {
  const first = page(undefined);
  const second = page(3, first.pageInfo.endCursor);
  expect([first.nodes, second.nodes]).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(second.pageInfo.startCursor).toBe(second.edges[0]?.cursor);
});

it('gives an empty page after the end', () => {
  const last = page(3, cursors.encode('letters', [4]));
  expect(last).toEqual({
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
  });
});

it.each([0, -1, 4])('refuses a page of %d and names the limit', (first) => {
  expect(() => page(first)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: 'first must be 1 to 3.' }),
  );
});
