import { isArangoError, NetworkError } from 'arangojs/errors';

const CONFLICT = 1_200;
const LOCK_TIMEOUT = 18;
const UNIQUE_VIOLATED = 1_210;

/** Another writer was there at the same time: the whole transaction may be tried again. */
export function isConflict(error: unknown): boolean {
  return isArangoError(error) && [CONFLICT, LOCK_TIMEOUT, UNIQUE_VIOLATED].includes(error.errorNum);
}

const SHUTTING_DOWN = 30;
const NO_SUCH_TRANSACTION = 1_655;
const NOT_LEADER = 1_496;

/** The store did not answer, or not as long as the work took: it says nothing of what was to be written. */
export function isStoreInterruption(error: unknown): boolean {
  if (isConflict(error)) return true;
  if (isArangoError(error)) {
    return (
      [SHUTTING_DOWN, NO_SUCH_TRANSACTION, NOT_LEADER].includes(error.errorNum) || (error.code ?? 0) >= 502
    );
  }
  return error instanceof NetworkError;
}
