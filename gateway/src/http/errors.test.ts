import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { maskError } from './errors.ts';

/** An error as it comes out of a subgraph's answer. */
function fromSubgraph(code: string, message: string) {
  const error = new GraphQLError(message, { path: ['a'], extensions: { code, serviceName: 'profile' } });
  return maskError(error.toJSON(), error);
}

test.each(['BAD_USER_INPUT', 'FORBIDDEN', 'LIMIT_EXCEEDED'])('%s says what the subgraph says', (code) => {
  expect(fromSubgraph(code, 'first must be 1 to 100.')).toEqual({
    message: 'first must be 1 to 100.',
    path: ['a'],
    extensions: { code },
  });
});

test.each(['NOT_FOUND', 'CONFLICT', 'UPSTREAM_UNAVAILABLE'])('the text of %s stays inside', (code) => {
  const shown = fromSubgraph(code, 'relation "profile.golden" does not exist');
  expect(shown).toMatchObject({ path: ['a'], extensions: { code } });
  expect(JSON.stringify(shown)).not.toContain('golden');
  expect(shown.extensions).not.toHaveProperty('serviceName');
});

test('an unknown code is a fault on our side', () => {
  expect(fromSubgraph('ECONNREFUSED', 'connect 10.0.0.7')).toEqual({
    message: 'Something went wrong on our side.',
    path: ['a'],
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
});
