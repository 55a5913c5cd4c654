/** The growing numbers of a server. */
export interface ServerClocks {
  /** For ids and generated keys. */
  tick(): number;
  /** For the order of insertion. */
  sequence(): number;
  revision(): string;
}
