export interface OracleEnv {
  /** How many rules a run compares, about. */
  readonly rules: number;
  readonly firstSeed: number;
}

/** SEGMENT_RULES (300) and SEGMENT_SEED (1). */
export function readEnv(env: Readonly<Record<string, string | undefined>>): OracleEnv {
  const read = (name: string, fallback: number): number => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1`);
    return value;
  };
  return { rules: read('SEGMENT_RULES', 300), firstSeed: read('SEGMENT_SEED', 1) };
}
