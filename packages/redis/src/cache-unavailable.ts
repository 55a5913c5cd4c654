/** The cache did not answer in time or cannot be reached. The command may or may not have been carried out. */
export class CacheUnavailable extends Error {
  /** SQLSTATE of a connection failure: a transaction that ends by it is tried again, and nothing of its work is at fault. */
  readonly code = '08006';

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'CacheUnavailable';
  }
}
