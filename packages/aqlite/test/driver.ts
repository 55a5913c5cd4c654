import { Database } from 'arangojs';
import { onTestFinished } from 'vitest';
import { type Aqlite, type AqliteOptions, startAqlite } from '../src/http/start-aqlite.ts';

/** A server of the test's own and the real driver connected to it. */
export async function connect(
  options: AqliteOptions = {},
): Promise<{ readonly aqlite: Aqlite; readonly db: Database }> {
  const aqlite = await startAqlite(options);
  const db = new Database({ url: aqlite.url });
  onTestFinished(async () => {
    db.close();
    await aqlite.close();
  });
  return { aqlite, db };
}

/** The error number and status of a call that fails; fails the test when it does not. */
export async function refusal(call: Promise<unknown>): Promise<{ errorNum: unknown; code: unknown }> {
  try {
    await call;
  } catch (error) {
    const { errorNum, code } = error as { errorNum?: unknown; code?: unknown };
    return { errorNum, code };
  }
  throw new Error('the call was expected to fail');
}
