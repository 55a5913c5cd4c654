/** The cache did not answer in time or cannot be reached. The command may or may not have been carried out. */
export class CacheUnavailable extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'CacheUnavailable';
  }
}
