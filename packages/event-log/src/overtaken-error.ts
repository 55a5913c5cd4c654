/** What was read is not next any more: another process worked this tenant, or its projection begins anew. */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}
