import { AppError, createLogger } from '@customer360/service';
import { buildSchema, execute, parse, type GraphQLObjectType } from 'graphql';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { codeErrors } from './coded-errors.ts';

const lines: string[] = [];
const destination = new Writable({
  write(chunk, _encoding, done) {
    lines.push(String(chunk));
    done();
  },
});
const logger = createLogger({ name: 'test', destination });

/** The first error of a field that is resolved so. */
async function errorOf(resolve: () => unknown) {
  const schema = buildSchema('type Query { field: [String] }');
  // The schema was written above.
  const query = schema.getQueryType() as GraphQLObjectType;
  const field = query.getFields()['field'];
  if (field) field.resolve = resolve;
  const { errors } = await execute({ schema: codeErrors(schema, logger), document: parse('{ field }') });
  return errors?.[0]?.toJSON();
}

const failed = (error: Error) => async () => {
  throw error;
};

it.each([
  [
    'thrown',
    () => {
      throw new AppError('NOT_FOUND', 'Not there.');
    },
  ],
  ['rejected', failed(new AppError('NOT_FOUND', 'Not there.'))],
  ['rejected in a list', () => [failed(new AppError('NOT_FOUND', 'Not there.'))()]],
  ['rejected in a promised list', async () => [failed(new AppError('NOT_FOUND', 'Not there.'))()]],
])('an error meant for clients keeps its text and code when %s', async (_how, resolve) => {
  expect(await errorOf(resolve)).toMatchObject({ message: 'Not there.', extensions: { code: 'NOT_FOUND' } });
});

it('any other error is logged and loses its text', async () => {
  lines.length = 0;
  const error = await errorOf(failed(new Error('relation "secret" does not exist')));
  expect(error).toMatchObject({
    message: 'Something went wrong on our side.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(lines.join()).toContain('relation \\"secret\\" does not exist');
});
