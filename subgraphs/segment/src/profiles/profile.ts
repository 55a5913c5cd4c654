/** A profile as this subgraph knows it: the profile subgraph has the rest. */
export interface Profile {
  readonly id: string;
}
