import { z } from 'zod';
import { payloadPath } from './payload-path.ts';

const DAY = 86_400_000;
const MAX_TRAITS = 50;
const MAX_DISTINCT = 1_000;

const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);

const kinds = [
  'counter',
  'sum',
  'average',
  'min',
  'max',
  'first',
  'last',
  'most_frequent',
  'unique_list',
  'distinct_count',
] as const;

const definition = z
  .strictObject({
    /** What rules and readers call it. */
    name: z
      .string()
      .regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'must be 1 to 60 letters and digits, the first a small letter'),
    /** Orders are the conversions that have a value, by the configuration `journeys`. */
    of: z.union([z.literal('orders'), z.strictObject({ event: z.string().min(1).max(200) })]),
    /** A list in the payload whose items count one by one; null counts the event once. */
    each: payloadPath.nullable().default(null),
    /** Counts only where one of these values stands; the path begins at the item, or at the payload. */
    where: z
      .strictObject({ path: payloadPath, in: z.array(scalar).min(1).max(100) })
      .nullable()
      .default(null),
    /**
     * What is looked at: a path from the item, or from the payload; `@value` is an order's value in units of currency,
     * `@time` the moment of the event, ISO 8601. Null only counts.
     */
    value: z
      .union([z.literal('@value'), z.literal('@time'), payloadPath])
      .nullable()
      .default(null),
    kind: z.enum(kinds),
    /** Only events of the last so many days; null counts all. */
    days: z.int().min(1).max(3_650).nullable().default(null),
    /** Most values of `unique_list` and `distinct_count`, the latest ones. */
    limit: z.int().min(1).max(MAX_DISTINCT).optional(),
  })
  .superRefine((trait, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, input: trait });
    if (trait.kind !== 'counter' && trait.value === null) refuse('value', 'must be given for this kind');
    if (trait.value === '@value' && trait.of !== 'orders') refuse('value', '@value is for orders only');
    const isList = trait.kind === 'unique_list' || trait.kind === 'distinct_count';
    if (trait.limit !== undefined && !isList) refuse('limit', 'is for unique_list and distinct_count only');
  });

/** The traits that are computed of every profile of a tenant, by `computedTraits` of the configuration. */
export const computedTraits = z
  .array(definition)
  .max(MAX_TRAITS)
  .refine((traits) => new Set(traits.map(({ name }) => name)).size === traits.length, {
    error: 'must have each name once',
  });

export type ComputedTraitDefinition = Readonly<z.output<typeof definition>>;

const item = { of: 'orders', each: 'properties.products' } as const;

/** The traits of a tenant that has configured none. Amounts are in units of currency. */
export const defaultComputedTraits = computedTraits.parse([
  { name: 'orders', of: 'orders', kind: 'counter' },
  { name: 'revenue', of: 'orders', kind: 'sum', value: '@value' },
  { name: 'averageOrderValue', of: 'orders', kind: 'average', value: '@value' },
  { name: 'firstOrderAt', of: 'orders', kind: 'first', value: '@time' },
  { name: 'lastOrderAt', of: 'orders', kind: 'last', value: '@time' },
  { name: 'discount', of: 'orders', kind: 'sum', value: 'properties.discount' },
  { name: 'favouriteCategory', ...item, kind: 'most_frequent', value: 'category' },
  { name: 'distinctProducts', ...item, kind: 'distinct_count', value: 'product_id', limit: MAX_DISTINCT },
  { name: 'coupons', of: { event: 'Coupon Applied' }, kind: 'counter' },
]);

/** Milliseconds of a definition's window; null without one. */
export function traitWindowMs({ days }: ComputedTraitDefinition): number | null {
  return days === null ? null : days * DAY;
}
