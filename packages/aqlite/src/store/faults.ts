import { ArangoError } from '../errors.ts';

interface Fault {
  readonly errorNum: number;
  readonly collection: string | null;
  left: number;
}

/** Failures to order for tests: the next writes throw, as a busy server's would. */
export class Faults {
  readonly #faults: Fault[] = [];

  /** The next `times` writes (into `collection`, if given) fail with the error, such as 1200, before they change anything. */
  failNext(errorNum: number, options: { readonly times?: number; readonly collection?: string } = {}): void {
    this.#faults.push({ errorNum, collection: options.collection ?? null, left: options.times ?? 1 });
  }

  /** Called before each write. */
  beforeWrite(collection: string): void {
    const at = this.#faults.findIndex(
      (fault) => fault.collection === null || fault.collection === collection,
    );
    const fault = this.#faults[at];
    if (fault === undefined) return;
    fault.left--;
    if (fault.left <= 0) this.#faults.splice(at, 1);
    throw new ArangoError(fault.errorNum);
  }
}
