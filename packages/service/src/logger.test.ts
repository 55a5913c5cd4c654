import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function capture(
  write: (logger: ReturnType<typeof createLogger>) => void,
  level?: string,
): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ name: 'profile', level, destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line names its service, level, time and facts', () => {
  expect(capture((logger) => logger.info({ profileId: 'p1' }, 'profile made'))).toEqual([
    {
      level: 'info',
      service: 'profile',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      profileId: 'p1',
      msg: 'profile made',
    },
  ]);
});

test('personal values and secrets are redacted at the top and inside objects', () => {
  const [line] = capture((logger) =>
    logger.info({
      email: 'a@example.com',
      event: { traits: { age: 7 } },
      request: { headers: { authorization: 'Bearer x' } },
    }),
  );
  expect(line).toMatchObject({
    email: '[redacted]',
    event: { traits: '[redacted]' },
    request: { headers: { authorization: '[redacted]' } },
  });
});

test('an error keeps what locates it and loses what a driver hung on it', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', parameters: ['a@example.com'] });
  const [line] = capture((logger) => logger.error({ error: new Error('write failed', { cause }) }, 'failed'));
  expect(line?.['error']).toMatchObject({ type: 'Error', message: 'write failed', cause: { code: '23505' } });
  expect(JSON.stringify(line)).not.toContain('example.com');
});

test('the level decides what is written', () => {
  expect(capture((logger) => logger.info('quiet'), 'warn')).toEqual([]);
});
