/** What only one of two lists has; null when they are the same. */
export function differenceOf(expected: readonly string[], actual: readonly string[]): string | null {
  const missing = expected.filter((line) => !actual.includes(line)).map((line) => `- expected only: ${line}`);
  const extra = actual.filter((line) => !expected.includes(line)).map((line) => `+ found only: ${line}`);
  const isLonger =
    expected.length !== actual.length ? [`${expected.length} expected, ${actual.length} found`] : [];
  const lines = [...missing, ...extra, ...isLonger];
  return lines.length === 0 ? null : lines.join('\n');
}
