import { charactersOf } from './characters.ts';

/** Revisions as 3.11 writes them: a hybrid clock of milliseconds and a counter, in its own base 64. */
const alphabet = '-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const counterSize = 2 ** 20;

/** Text of a time in milliseconds and a counter below 2^20. */
export function encodeRevision(time: number, count: number): string {
  let [high, low] = [time, count];
  let text = '';
  // 64 bits in steps of 6: the counter's 20 bits first, then the time's.
  for (let digits = 0; digits < 3; digits++) {
    text = (alphabet[low % 64] ?? '-') + text;
    low = Math.floor(low / 64);
  }
  text = (alphabet[low + (high % 16) * 4] ?? '-') + text;
  high = Math.floor(high / 16);
  while (high > 0) {
    text = (alphabet[high % 64] ?? '-') + text;
    high = Math.floor(high / 64);
  }
  return text;
}

/** null for a text that is no revision. */
export function decodeRevision(text: string): { time: number; count: number } | null {
  const digits = charactersOf(text).map((character) => alphabet.indexOf(character));
  if (digits.length < 4 || digits.length > 11 || digits.includes(-1)) return null;
  const low = digits.slice(-3).reduce((total, digit) => total * 64 + digit, 0);
  const shared = digits.at(-4) ?? 0;
  const high = digits.slice(0, -4).reduce((total, digit) => total * 64 + digit, 0);
  return { time: high * 16 + Math.floor(shared / 4), count: ((shared % 4) * 2 ** 18 + low) % counterSize };
}

/** Makes revisions that only grow, also when the clock stands still or goes back. */
export class RevisionClock {
  readonly #now: () => number;
  #time = 0;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    const now = this.#now();
    if (now > this.#time) {
      this.#time = now;
      this.#count = 0;
    } else if (++this.#count === counterSize) {
      this.#time++;
      this.#count = 0;
    }
    return encodeRevision(this.#time, this.#count);
  }
}
