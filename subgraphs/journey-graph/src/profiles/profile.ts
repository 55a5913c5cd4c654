/** A customer as the journey graph knows them: by the id that the profile subgraph gave. */
export interface Profile {
  readonly id: string;
}
