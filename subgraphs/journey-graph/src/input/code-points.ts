/** Compares two texts by code points, which no locale changes (JOURNEYS rule 4). */
export function compareCodePoints(a: string, b: string): number {
  // The bytes of UTF-8 keep that order; JavaScript's own does not beyond U+FFFF.
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
