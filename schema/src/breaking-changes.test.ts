import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { apiSchema } from './api-schema.ts';
import { acceptedBreaks, unacceptedBreaks } from './breaking-changes.ts';
import { supergraphSdl } from './contract.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** The supergraph of the commit before the present one, or null where there is none. */
function supergraphOfLastCommit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  try {
    const changed = git('status', '--porcelain', '--', 'supergraph.graphql').trim() !== '';
    return git('show', `${changed ? 'HEAD' : 'HEAD~1'}:schema/supergraph.graphql`);
  } catch {
    return null;
  }
}

test('the API breaks nothing since the last commit that accepted-breaks.json does not list', async () => {
  const accepted = acceptedBreaks.parse(JSON.parse(readFileSync(`${folder}accepted-breaks.json`, 'utf8')));
  const last = supergraphOfLastCommit();
  const present = apiSchema(supergraphSdl());
  // A first commit, or a clone of depth 1, has no earlier contract to break.
  const former = last === null ? present : apiSchema(last);
  expect(await unacceptedBreaks(former, present, accepted)).toEqual([]);
});

const before = buildSchema('type Query { name: String age: Int }');
const after = buildSchema('type Query { name: String }');

test('a removed field is a breaking change', async () => {
  expect(await unacceptedBreaks(before, after, [])).toEqual([
    "Field 'age' was removed from object type 'Query'",
  ]);
});

test('a break passes once it is listed with its reason and date', async () => {
  const change = "Field 'age' was removed from object type 'Query'";
  const accepted = [{ change, reason: 'nobody asked for it in a year', date: '2026-11-24' }];
  expect(await unacceptedBreaks(before, after, accepted)).toEqual([]);
});

test('a listed break needs a reason and a date', () => {
  expect(acceptedBreaks.safeParse([{ change: 'x', reason: '', date: '2026-11-24' }]).success).toBe(false);
  expect(acceptedBreaks.safeParse([{ change: 'x', reason: 'long enough', date: 'soon' }]).success).toBe(
    false,
  );
});
