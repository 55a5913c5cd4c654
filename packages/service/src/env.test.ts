import { expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigurationError, flagSetting, loadEnv, logLevelSetting, orNull, portSetting } from './env.ts';

const schema = z.object({
  PORT: portSetting.default(4000),
  DATABASE_URL: z.url('must be a URL'),
  OIDC_ISSUER: orNull(z.url('must be a URL')),
  DEMO: flagSetting.default(false),
  LOG_LEVEL: logLevelSetting,
});

test('settings are read with their defaults, and null means not configured', () => {
  expect(
    loadEnv(schema, { DATABASE_URL: 'postgres://db/c360', PORT: '0', DEMO: '1', HOME: '/root' }),
  ).toEqual({
    PORT: 0,
    DATABASE_URL: 'postgres://db/c360',
    OIDC_ISSUER: null,
    DEMO: true,
    LOG_LEVEL: 'info',
  });
});

test('an empty variable counts as absent', () => {
  const settings = loadEnv(schema, { DATABASE_URL: 'postgres://db/c360', PORT: '', OIDC_ISSUER: '' });
  expect(settings).toMatchObject({ PORT: 4000, OIDC_ISSUER: null });
});

test('every problem is listed at once, without the values', () => {
  const source = { PORT: '70000', OIDC_ISSUER: 'hunter2', DEMO: 'maybe' };
  const error = catchError(() => loadEnv(schema, source));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({
    problems: [
      expect.stringMatching(/^PORT: /),
      'DATABASE_URL: is needed',
      'OIDC_ISSUER: must be a URL',
      'DEMO: must be true or false',
    ],
  });
  expect(String(error)).not.toContain('hunter2');
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
