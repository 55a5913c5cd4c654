import { z } from 'zod';

/** The environment cannot be used; the message lists every problem and no value. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Reads settings from an environment. An empty variable counts as absent. Throws ConfigurationError with every problem at
 * once; values are never part of its message, since they may be secrets.
 */
export function loadEnv<Schema extends z.ZodType>(
  schema: Schema,
  source: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map((issue) => {
      const name = issue.path.join('.') || 'environment';
      return name in set || issue.path.length === 0 ? `${name}: ${issue.message}` : `${name}: is needed`;
    }),
  );
}

/** A setting that may be left out: null means not configured. */
export function orNull<Setting extends z.ZodType>(setting: Setting) {
  return setting.nullable().default(null as never);
}

/** A port to listen on; 0 lets the system choose. */
export const portSetting = z.coerce.number('must be a port').int('must be a port').min(0).max(65_535);

/** `true` or `1`, `false` or `0`. */
export const flagSetting = z
  .enum(['true', '1', 'false', '0'], 'must be true or false')
  .transform((value) => value === 'true' || value === '1');

/** Address of a PostgreSQL server. */
export const postgresUrlSetting = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a postgres:// address',
});

/** How identifiers are read: the country (ISO 3166) of phone numbers without a prefix, which are unknown without it. */
export const defaultCountrySetting = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be a country code such as DE')
  .optional()
  .transform((defaultCountry) => (defaultCountry === undefined ? {} : { defaultCountry }));

/** How much is logged. */
export const logLevelSetting = z
  .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
  .default('info');
