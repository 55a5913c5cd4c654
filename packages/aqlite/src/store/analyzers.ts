import type { Analyzer } from '../aql/ports.ts';
import { ArangoError, notImplemented } from '../errors.ts';
import { isArray, isDocument } from '../values/casts.ts';
import { charactersOf } from '../values/characters.ts';
import type { Document, Value } from '../values/value.ts';
import { stemEnglish } from './english-stemmer.ts';
import { stemGerman } from './german-stemmer.ts';

/** An analyzer with what it was made of. */
export interface StoredAnalyzer extends Analyzer {
  readonly properties: Document;
}

const features = ['frequency', 'norm', 'position'];
const textLocales = ['de', 'en', 'es', 'fi', 'fr', 'it', 'nl', 'no', 'pt', 'ru', 'sv', 'zh'];

/** `identity` and the `text_*` analyzers, which every database has. */
export function builtInAnalyzers(): readonly StoredAnalyzer[] {
  return [
    createAnalyzer({ name: 'identity', type: 'identity', properties: {}, features: ['frequency', 'norm'] }),
    ...textLocales.map((locale) =>
      createAnalyzer({
        name: `text_${locale}`,
        type: 'text',
        properties: { locale, case: 'lower', stopwords: [], accent: false, stemming: true },
        features,
      }),
    ),
  ];
}

/** Checks the body of an analyzer creation; throws 9 for types that this engine has not. */
export function createAnalyzer(body: Document): StoredAnalyzer {
  const { name, type } = body;
  if (typeof name !== 'string' || !/^[a-zA-Z][\w-]*$/.test(name)) {
    throw new ArangoError(10, 'invalid characters in analyzer name');
  }
  if (typeof type !== 'string') throw new ArangoError(10, "'type' is not a string");
  const properties = isDocument(body['properties']) ? body['properties'] : {};
  const listed = isArray(body['features']) ? body['features'] : [];
  return {
    name,
    type,
    properties,
    features: listed.filter((feature) => typeof feature === 'string'),
    tokens: tokenizer(name, type, properties),
  };
}

function tokenizer(name: string, type: string, properties: Document): (text: string) => readonly string[] {
  switch (type) {
    case 'identity':
      return (text) => [text];
    case 'delimiter': {
      const delimiter = textOf(properties['delimiter'], ',');
      return (text) => (delimiter === '' ? [text] : text.split(delimiter));
    }
    case 'norm':
      return (text) => [normalised(text, properties)];
    case 'ngram':
      return (text) => grams(text, properties);
    case 'text':
      return (text) => words(name, text, properties);
    default:
      throw notImplemented(`analyzer type ${type}`);
  }
}

function textOf(value: Value | undefined, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

function normalised(text: string, properties: Document): string {
  const accented = properties['accent'] === false ? withoutAccents(text) : text;
  const letterCase = textOf(properties['case'], 'none');
  if (letterCase === 'lower') return accented.toLowerCase();
  return letterCase === 'upper' ? accented.toUpperCase() : accented;
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .normalize('NFC');
}

/** N-grams of each length from each position; the whole text too when it is kept. */
function grams(text: string, properties: Document): readonly string[] {
  const least = numberOf(properties['min'], 2);
  const most = numberOf(properties['max'], least);
  const whole = properties['preserveOriginal'] === true;
  const [start, end] = [textOf(properties['startMarker'], ''), textOf(properties['endMarker'], '')];
  const characters = charactersOf(text);
  const result: string[] = [];
  for (let from = 0; from < characters.length; from++) {
    for (let length = least; length <= most && from + length <= characters.length; length++) {
      const gram = characters.slice(from, from + length).join('');
      const marked = (from === 0 ? start : '') + gram + (from + length === characters.length ? end : '');
      result.push(marked);
    }
  }
  if (whole && (characters.length > most || characters.length < least)) result.push(start + text + end);
  return result;
}

function numberOf(value: Value | undefined, fallback: number): number {
  return typeof value === 'number' && value >= 1 ? Math.trunc(value) : fallback;
}

function words(name: string, text: string, properties: Document): readonly string[] {
  const locale = textOf(properties['locale'], 'en');
  const stem = properties['stemming'] === false ? (word: string): string => word : stemmerOf(locale);
  if (stem === null) throw notImplemented(`stemming of '${locale}', which the analyzer ${name} has`);
  if (isDocument(properties['edgeNgram'])) throw notImplemented(`edgeNgram, which the analyzer ${name} has`);
  const stopwords = isArray(properties['stopwords']) ? properties['stopwords'] : [];
  const options = { accent: false, case: 'lower', ...properties };
  const segmenter = new Intl.Segmenter(locale.replace('_', '-').slice(0, 5), {
    granularity: 'word',
  });
  return [...segmenter.segment(text)]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment }) => normalised(segment, options))
    .filter((word) => !stopwords.includes(word))
    .map((word) => stem(word));
}

/** null for a language whose stemmer this engine has not. */
function stemmerOf(locale: string): ((word: string) => string) | null {
  const [language] = locale.split(/[-_.]/);
  if (language === 'en') return stemEnglish;
  return language === 'de' ? stemGerman : null;
}
