import { arrayFunctions } from './array-functions.ts';
import { bitFunctions } from './bit-functions.ts';
import { callFunctions } from './call-functions.ts';
import { dateFunctions } from './dates/date-functions.ts';
import { miscFunctions } from './misc-functions.ts';
import { numericFunctions } from './numeric-functions.ts';
import { objectFunctions } from './object-functions.ts';
import type { FunctionDefinition } from './registry-types.ts';
import { setFunctions } from './set-functions.ts';
import { statisticsFunctions } from './statistics-functions.ts';
import { storeFunctions } from './store-functions.ts';
import { addressFunctions } from './texts/address-functions.ts';
import { findFunctions } from './texts/find-functions.ts';
import { hashFunctions } from './texts/hash-functions.ts';
import { regexFunctions } from './texts/regex-functions.ts';
import { similarityFunctions } from './texts/similarity-functions.ts';
import { stringFunctions } from './texts/string-functions.ts';
import { typeFunctions } from './type-functions.ts';
import { vectorFunctions } from './vector-functions.ts';

const all: readonly FunctionDefinition[] = [
  ...typeFunctions,
  ...numericFunctions,
  ...bitFunctions,
  ...statisticsFunctions,
  ...vectorFunctions,
  ...arrayFunctions,
  ...setFunctions,
  ...objectFunctions,
  ...stringFunctions,
  ...findFunctions,
  ...regexFunctions,
  ...similarityFunctions,
  ...hashFunctions,
  ...addressFunctions,
  ...dateFunctions,
  ...storeFunctions,
  ...miscFunctions,
  ...callFunctions((name) => functions.get(name)),
];

/** Every function of AQL that is not refused, by its name in upper case. */
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  all.map((definition) => [definition.name, definition]),
);
