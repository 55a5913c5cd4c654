/** The order of strings that 3.11 uses by default: ICU collation of en_US, upper case first, identical strength. */
const collator = new Intl.Collator('en-US', { caseFirst: 'upper', sensitivity: 'variant' });

/** Weights of printable ASCII: [primary, upper case first]; ICU has no contractions among these characters. */
const primary = new Uint8Array(128);
const letterCase = new Uint8Array(128);
fillWeights();

function fillWeights(): void {
  const base = new Intl.Collator('en-US', { sensitivity: 'base' });
  const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const ordered = characters.toSorted((left, right) => base.compare(left, right));
  let weight = 0;
  let previous = '';
  for (const character of ordered) {
    if (previous === '' || base.compare(previous, character) !== 0) weight++;
    previous = character;
    const code = character.charCodeAt(0);
    primary[code] = weight;
    letterCase[code] = character >= 'a' && character <= 'z' ? 1 : 0;
  }
}

/** Compares two strings as AQL does; 0 only for equal strings. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0;
  const ascii = compareAscii(left, right);
  if (ascii !== 0) return ascii;
  const collated = collator.compare(left, right);
  if (collated !== 0) return collated;
  return left < right ? -1 : 1;
}

/** The same order for strings of printable ASCII, several times as fast; 0 when it cannot tell. */
function compareAscii(left: string, right: string): number {
  const length = Math.max(left.length, right.length);
  let first = 0;
  let second = 0;
  for (let index = 0; index < length; index++) {
    const a = index < left.length ? left.charCodeAt(index) : -1;
    const b = index < right.length ? right.charCodeAt(index) : -1;
    if (a === b && a >= 32 && a < 127) continue;
    const weightA = weightOf(a);
    const weightB = weightOf(b);
    if (weightA < 0 || weightB < 0) return 0;
    if (first === 0) first = weightA - weightB;
    if (second === 0 && first === 0) second = (letterCase[a] ?? 0) - (letterCase[b] ?? 0);
  }
  return first === 0 ? second : first;
}

/** 0 past the end, -1 for what is no printable ASCII. */
function weightOf(code: number): number {
  if (code === -1) return 0;
  return code < 32 || code > 126 ? -1 : (primary[code] ?? -1);
}
