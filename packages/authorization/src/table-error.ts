/** The supergraph says something about access that cannot be enforced: nothing may start on it. */
export class AuthorizationTableError extends Error {
  constructor(problem: string) {
    super(`The authorization rules cannot be read: ${problem}.`);
    this.name = 'AuthorizationTableError';
  }
}
