const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
/** 57P01 to 57P03: the server ends the session or is not ready; 53300: too many connections. */
const sessionCodes = new Set(['57P01', '57P02', '57P03', '53300']);
const concurrencyCodes = new Set(['40001', '40P01', '55P03']);

/** True when the statement may never have arrived: the connection is at fault, not what was asked. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (networkCodes.has(code) || sessionCodes.has(code) || code.startsWith('08')) return true;
  if (
    /Connection terminated|Client has encountered a connection error|connection has been discarded/i.test(
      error.message,
    )
  ) {
    return true;
  }
  return error.cause === undefined ? false : isConnectionFailure(error.cause);
}

/** True when the same transaction may succeed if it is run again: deadlock, serialisation, lock time-out. */
export function isConcurrencyFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && concurrencyCodes.has(String(error.code));
}

/** True when a statement took longer than its transaction allows (57014: cancelled). */
export function isTooSlow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}
