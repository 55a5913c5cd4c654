const TOLERANCE = 1e-9;
/** What a sum of floating-point numbers may be off zero. */
const NOISE = 1e-12;

/**
 * Where an answer is not the expected one: whole numbers and texts must be equal, other numbers to 1e-9 of their size. Each
 * line names the place.
 */
export function differences(actual: unknown, expected: unknown, place = 'answer'): readonly string[] {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return isClose(actual, expected) ? [] : [`${place}: ${actual}, not ${expected}`];
  }
  if (isRecord(actual) && isRecord(expected)) {
    const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...names].flatMap((name) => differences(actual[name], expected[name], `${place}.${name}`));
  }
  return actual === expected ? [] : [`${place}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
}

function isClose(actual: number, expected: number): boolean {
  if (Number.isInteger(actual) && Number.isInteger(expected)) return actual === expected;
  return Math.abs(actual - expected) <= Math.max(TOLERANCE * Math.abs(expected), NOISE);
}

/** Lists too: their places are their names. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
