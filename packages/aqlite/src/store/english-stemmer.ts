/** The Snowball stemmer for English ("Porter 2", snowballstem.org/algorithms/english). Takes a word in lower case. */
export function stemEnglish(word: string): string {
  if (word.length <= 2) return word;
  const known = exceptions.get(word);
  if (known !== undefined) return known;
  const marked = markConsonantY(word.replace(/^'/, ''));
  const regions = regionsOf(marked);
  let stem = removeApostrophe(marked);
  stem = removePlural(stem);
  if (!unchanged.has(stem)) {
    stem = removePast(stem, regions);
    stem = stem.replace(/(?<=.[^aeiouy])[yY]$/, 'i');
    stem = replaceSuffix(stem, regions.r1, longSuffixes, longSuffixRules);
    stem = replaceSuffix(stem, regions.r1, adjectiveSuffixes, (suffix, rest) =>
      suffix === 'ative' ? (rest.length >= regions.r2 ? '' : null) : (adjectives[suffix] ?? ''),
    );
    stem = replaceSuffix(stem, regions.r2, residualSuffixes, (suffix, rest) =>
      suffix === 'ion' && !/[st]$/.test(rest) ? null : '',
    );
    stem = removeFinal(stem, regions);
  }
  return stem.replaceAll('Y', 'y');
}

const exceptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    skis: 'ski',
    skies: 'sky',
    dying: 'die',
    lying: 'lie',
    tying: 'tie',
    idly: 'idl',
    gently: 'gentl',
    ugly: 'ugli',
    early: 'earli',
    only: 'onli',
    singly: 'singl',
    sky: 'sky',
    news: 'news',
    howe: 'howe',
    atlas: 'atlas',
    cosmos: 'cosmos',
    bias: 'bias',
    andes: 'andes',
  }),
);

/** Left alone once their plural ending is gone. */
const unchanged: ReadonlySet<string> = new Set(
  'inning outing canning herring earring proceed exceed succeed'.split(' '),
);

interface Regions {
  readonly r1: number;
  readonly r2: number;
}

/** A y that begins the word or follows a vowel is a consonant, written Y. */
function markConsonantY(word: string): string {
  return word.replace(/^y/, 'Y').replaceAll(/(?<=[aeiouy])y/g, 'Y');
}

/** R1 begins after the first consonant that follows a vowel, R2 after the next such place in R1. */
function regionsOf(word: string): Regions {
  const prefix = /^(?:gener|commun|arsen)/.exec(word)?.[0];
  const r1 = prefix === undefined ? afterVowelConsonant(word, 0) : prefix.length;
  return { r1, r2: afterVowelConsonant(word, r1) };
}

function afterVowelConsonant(word: string, start: number): number {
  const match = /[aeiouy][^aeiouy]/.exec(word.slice(start));
  return match === null ? word.length : start + match.index + 2;
}

function removeApostrophe(word: string): string {
  return word.replace(/'s'$|'s$|'$/, '');
}

function removePlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.length > 4 ? word.slice(0, -2) : word.slice(0, -1);
  if (/(?:us|ss)$/.test(word)) return word;
  return /[aeiouy].*[^s]s$/.test(word) && /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word;
}

function removePast(word: string, { r1 }: Regions): string {
  const double = /(?:eedly|eed)$/.exec(word)?.[0];
  if (double !== undefined) {
    const at = word.length - double.length;
    return at >= r1 ? `${word.slice(0, at)}ee` : word;
  }
  const suffix = /(?:ingly|edly|ing|ed)$/.exec(word)?.[0];
  if (suffix === undefined) return word;
  const rest = word.slice(0, -suffix.length);
  if (!/[aeiouy]/.test(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return rest.slice(0, -1);
  return isShort(rest, r1) ? `${rest}e` : rest;
}

/** Ends with a short syllable and has an empty R1. */
function isShort(word: string, r1: number): boolean {
  return r1 >= word.length && endsWithShortSyllable(word);
}

function endsWithShortSyllable(word: string): boolean {
  return /(?:^|.*)[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word);
}

/** Replaces the longest suffix of the list when it lies in the region; null from the rule leaves the word. */
function replaceSuffix(
  word: string,
  region: number,
  suffixes: RegExp,
  rule: (suffix: string, rest: string) => string | null,
): string {
  const suffix = suffixes.exec(word)?.[0];
  if (suffix === undefined) return word;
  const rest = word.slice(0, -suffix.length);
  if (rest.length < region) return word;
  const replacement = rule(suffix, rest);
  return replacement === null ? word : rest + replacement;
}

const longSuffixes =
  /(?:ization|ational|fulness|ousness|iveness|tional|biliti|lessli|entli|ation|alism|aliti|ousli|iviti|fulli|enci|anci|abli|izer|ator|alli|bli|ogi|li)$/;

const replacements: Readonly<Record<string, string>> = {
  tional: 'tion',
  enci: 'ence',
  anci: 'ance',
  abli: 'able',
  entli: 'ent',
  izer: 'ize',
  ization: 'ize',
  ational: 'ate',
  ation: 'ate',
  ator: 'ate',
  alism: 'al',
  aliti: 'al',
  alli: 'al',
  fulness: 'ful',
  ousli: 'ous',
  ousness: 'ous',
  iveness: 'ive',
  iviti: 'ive',
  biliti: 'ble',
  bli: 'ble',
  fulli: 'ful',
  lessli: 'less',
};

function longSuffixRules(suffix: string, rest: string): string | null {
  if (suffix === 'ogi') return rest.endsWith('l') ? 'og' : null;
  if (suffix === 'li') return /[cdeghkmnrt]$/.test(rest) ? '' : null;
  return replacements[suffix] ?? null;
}

const adjectiveSuffixes = /(?:ational|tional|alize|icate|iciti|ative|ical|ness|ful)$/;

const adjectives: Readonly<Record<string, string>> = {
  ational: 'ate',
  tional: 'tion',
  alize: 'al',
  icate: 'ic',
  iciti: 'ic',
  ical: 'ic',
};

const residualSuffixes = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|ion|al|er|ic)$/;

function removeFinal(word: string, { r1, r2 }: Regions): string {
  const rest = word.slice(0, -1);
  if (word.endsWith('e')) {
    return rest.length >= r2 || (rest.length >= r1 && !endsWithShortSyllable(rest)) ? rest : word;
  }
  return word.endsWith('ll') && rest.length >= r2 ? rest : word;
}
