/** A website, app or system that sends events. Times are milliseconds. */
export interface Source {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

/** A write key without its secret. */
export interface WriteKey {
  readonly id: string;
  readonly sourceId: string;
  /** The last four characters of the secret. */
  readonly hint: string;
  readonly createdAt: number;
  /** Null while the key is valid. */
  readonly revokedAt: number | null;
}

/** 1 to 40 of a-z, 0-9 and -. */
export function isSourceId(id: string): boolean {
  return /^[a-z0-9-]{1,40}$/.test(id);
}
