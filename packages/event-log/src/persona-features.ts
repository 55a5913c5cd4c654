import { z } from 'zod';

const traitName = z.string().min(1).max(60);
const MAX_FEATURES = 20;

const feature = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be 1 to 60 letters and digits, the first a small letter'),
  /** What it is, for people: `orders so far`. */
  label: z.string().min(1).max(100),
  /** Adjectives of somebody with a high and with a low value: `frequent`, `occasional`. */
  high: z.string().min(1).max(40),
  low: z.string().min(1).max(40),
  /** `log` for amounts and counts with a long tail. */
  scale: z.enum(['linear', 'log']),
  /** A computed trait that is a number; one that is missing counts as 0. */
  of: traitName,
  /** What it is divided by: the sum of these traits; empty for nothing. */
  per: z.array(traitName).max(5).default([]),
});

/** What tells the customers of a tenant apart, by `personaFeatures` of the configuration. */
export const personaFeatures = z
  .array(feature)
  .min(1)
  .max(MAX_FEATURES)
  .refine((features) => new Set(features.map(({ name }) => name)).size === features.length, {
    error: 'must have each name once',
  });

export type PersonaFeature = Readonly<z.output<typeof feature>>;

/** The features of a tenant that has configured none; they go with `defaultComputedTraits`. */
export const defaultPersonaFeatures = personaFeatures.parse([
  { name: 'orders', label: 'orders', high: 'frequent', low: 'occasional', scale: 'log', of: 'orders' },
  {
    name: 'orderValue',
    label: 'money of an order',
    high: 'big-basket',
    low: 'small-basket',
    scale: 'log',
    of: 'revenue',
    per: ['orders'],
  },
  {
    name: 'discount',
    label: 'share taken off by discounts',
    high: 'deal-seeking',
    low: 'full-price',
    scale: 'linear',
    of: 'discount',
    per: ['discount', 'revenue'],
  },
  {
    name: 'variety',
    label: 'distinct products',
    high: 'exploring',
    low: 'habitual',
    scale: 'log',
    of: 'distinctProducts',
  },
  {
    name: 'coupons',
    label: 'coupons used',
    high: 'coupon-using',
    low: 'coupon-shy',
    scale: 'log',
    of: 'coupons',
  },
]);
