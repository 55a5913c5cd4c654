/** One customer as identity resolution has them now. Times are milliseconds. */
export interface Profile {
  readonly id: string;
  readonly quarantined: boolean;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
}
