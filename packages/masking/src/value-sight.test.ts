import { expect, it } from 'vitest';
import { maskedTraits, openTraits } from './trait-mask.ts';
import { isPlainName, sightOf, type ValueRoot, type ValueSight } from './value-sight.ts';

const view = maskedTraits(
  new Set(['plan', 'email', 'computed.topCategory', 'properties.sku', 'properties.email']),
);

it.each<[ValueRoot, string, ValueSight]>([
  ['traits', 'plan', 'open'],
  ['traits', 'plan.level', 'open'],
  ['traits', 'email', 'masked'],
  ['traits', 'shoeSize', 'masked'],
  ['traits', 'address', 'masked'],
  ['traits', 'address.city', 'place'],
  ['traits', 'address.street', 'masked'],
  ['traits', 'address.city.name', 'masked'],
  ['traits', 'createdAt', 'instant'],
  ['traits', 'createdAt.text', 'masked'],
  ['computed', 'topCategory', 'open'],
  ['computed', 'plan', 'masked'],
  ['computed', 'createdAt', 'masked'],
  ['properties', 'sku', 'open'],
  ['properties', 'plan', 'masked'],
  ['properties', 'address.city', 'masked'],
  ['properties', 'email', 'masked'],
])('of %s.%s a caller without profile:pii sees: %3$s', (root, path, sight) => {
  expect(sightOf(view, root, path)).toBe(sight);
});

it.each<[ValueRoot, string]>([
  ['traits', 'email'],
  ['computed', 'topBrand'],
  ['properties', 'email'],
])('of %s.%s a caller with profile:pii sees everything', (root, path) => {
  expect(sightOf(openTraits, root, path)).toBe('open');
});

it('knows names that are values', () => {
  expect(['favouriteCity', 'jane@example.com', '+49 170 1234567'].map(isPlainName)).toEqual([
    true,
    false,
    false,
  ]);
});
