export interface OracleEnv {
  /** How many histories a run compares. */
  readonly histories: number;
  readonly firstSeed: number;
}

/** ORACLE_HISTORIES (150) and ORACLE_SEED (1). */
export function readEnv(env: Readonly<Record<string, string | undefined>>): OracleEnv {
  const read = (name: string, fallback: number): number => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1`);
    return value;
  };
  return { histories: read('ORACLE_HISTORIES', 150), firstSeed: read('ORACLE_SEED', 1) };
}
