/** The Snowball stemmer for German (snowballstem.org/algorithms/german). Takes a word in lower case. */
export function stemGerman(word: string): string {
  const marked = markConsonants(word.replaceAll('ß', 'ss'));
  const first = regionAfter(marked, 0);
  const regions = { r1: Math.max(first, 3), r2: regionAfter(marked, first) };
  const stem = removeDerivation(removeDegree(removeEnding(marked, regions.r1), regions.r1), regions);
  return stem.toLowerCase().replaceAll('ä', 'a').replaceAll('ö', 'o').replaceAll('ü', 'u');
}

interface Regions {
  readonly r1: number;
  readonly r2: number;
}

const vowels = 'aeiouyäöü';

/** `u` and `y` between vowels count as consonants; they are marked by capitals. */
function markConsonants(word: string): string {
  return word.replaceAll(/(?<=[aeiouyäöü])[uy](?=[aeiouyäöü])/g, (letter) => letter.toUpperCase());
}

/** Where the region after the first consonant that follows a vowel begins, from `start` on. */
function regionAfter(word: string, start: number): number {
  for (let index = start + 1; index < word.length; index++) {
    const isAfterVowel = vowels.includes(word[index - 1] ?? '');
    if (isAfterVowel && !vowels.includes(word[index] ?? '')) return index + 1;
  }
  return word.length;
}

/** The word without a suffix that lies in the region; null when it does not end so. */
function without(word: string, suffix: RegExp, region: number): string | null {
  const match = suffix.exec(word);
  return match === null || match.index < region ? null : word.slice(0, match.index);
}

function removeEnding(word: string, r1: number): string {
  if (/(?:em|ern|er)$/.test(word)) return without(word, /(?:em|ern|er)$/, r1) ?? word;
  if (/(?:e|en|es)$/.test(word)) {
    const rest = without(word, /(?:en|es|e)$/, r1);
    return rest === null ? word : rest.replace(/niss$/, 'nis');
  }
  return without(word, /(?<=[bdfghklmnrt])s$/, r1) ?? word;
}

function removeDegree(word: string, r1: number): string {
  if (/(?:est|er|en)$/.test(word)) return without(word, /(?:est|er|en)$/, r1) ?? word;
  return without(word, /(?<=...[bdfghklmnt])st$/, r1) ?? word;
}

function removeDerivation(word: string, { r1, r2 }: Regions): string {
  if (/(?:end|ung)$/.test(word)) {
    const rest = without(word, /(?:end|ung)$/, r2);
    return rest === null ? word : (without(rest, /(?<!e)ig$/, r2) ?? rest);
  }
  if (/(?:isch|ig|ik)$/.test(word)) return without(word, /(?<!e)(?:isch|ig|ik)$/, r2) ?? word;
  if (/(?:lich|heit)$/.test(word)) {
    const rest = without(word, /(?:lich|heit)$/, r2);
    return rest === null ? word : (without(rest, /(?:er|en)$/, r1) ?? rest);
  }
  const rest = without(word, /keit$/, r2);
  return rest === null ? word : (without(rest, /(?:lich|ig)$/, r2) ?? rest);
}
