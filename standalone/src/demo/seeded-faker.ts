import { createHash } from 'node:crypto';
import { Faker, base, en } from '@faker-js/faker';

/** A stream of names and numbers that depends on the seed and its own name only. */
export function seededFaker(seed: number, stream: string): Faker {
  const digest = createHash('sha256').update(`${seed}/${stream}`).digest();
  return new Faker({ locale: [en, base], seed: digest.readUInt32BE(0) });
}
