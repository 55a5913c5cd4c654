/** Type numbers of PostgreSQL's catalogue, which never change. */
const INT8 = 20;
const INT8_ARRAY = 1016;
const TEXT_ARRAY = 1009;
const UUID_ARRAY = 2951;

/**
 * How both engines hand over what their drivers would give differently: whole numbers of 64 bits become numbers
 * (positions and milliseconds stay far below 2^53), and arrays of plain words are split instead of scanned.
 */
export function valueParsers(
  scanTextArray: (text: string) => string[],
): Record<number, (text: string) => unknown> {
  return {
    [INT8]: Number,
    [INT8_ARRAY]: (text) => splitArray(text).map((item) => (item === 'NULL' ? null : Number(item))),
    [TEXT_ARRAY]: (text) => (isPlain(text) ? splitArray(text) : scanTextArray(text)),
    [UUID_ARRAY]: (text) => (text.includes('N') ? scanTextArray(text) : splitArray(text)),
  };
}

function isPlain(text: string): boolean {
  return !/["\\]|NULL|^\[|^\{\{/.test(text);
}

function splitArray(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}
