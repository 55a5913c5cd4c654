const pattern = /^P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?)$/;

/**
 * The length of a window in the rule's own words: `P30D` is `2592000s`. What is no ISO 8601 duration of weeks, days,
 * hours, minutes and seconds stays as it is, for the rule's reader to refuse.
 */
export function isoWindow(text: string): string {
  const match = pattern.exec(text);
  if (match === null || text.endsWith('P') || text.endsWith('T')) return text;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return `${((weeks * 7 + days) * 24 + hours) * 3_600 + minutes * 60 + seconds}s`;
}
