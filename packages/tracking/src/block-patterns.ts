const zerosAndDashes = /^[0-]*$/;

const words: ReadonlySet<string> = new Set([
  '-1',
  'null',
  'none',
  'undefined',
  'nan',
  '[object object]',
  'anonymous',
  'guest',
  'not_authenticated',
  'true',
  'false',
  'id',
  'distinct_id',
  'email',
  'invalid',
]);

/**
 * True for values that programs send when they know nobody: they stay identifiers, but say nothing of who somebody
 * is. Letter case does not matter. The patterns hold for every type.
 */
export function matchesBlockPattern(_type: string, value: string): boolean {
  return words.has(value.toLowerCase()) || zerosAndDashes.test(value);
}
