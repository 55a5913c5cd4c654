import { z } from 'zod';
import { payloadPath } from './payload-path.ts';

const name = z.string().min(1).max(200);

const MAX_NAMES = 1_000;
const MAX_CONVERSIONS = 100;

function bounded<Value extends z.ZodType>(value: Value, max: number) {
  return z
    .record(name, value)
    .refine((record) => Object.keys(record).length <= max, `must have at most ${max} names`);
}

const paths = z.array(payloadPath).min(1).max(10);

/**
 * How a tenant's events become steps, channels and conversions of journeys. A channel or campaign that is a number counts
 * as its decimal text.
 */
export const journeyMapping = z.strictObject({
  /** Event name to step; null is no step. */
  steps: bounded(name.nullable(), MAX_NAMES).default({}),
  /** True: an event that `steps` does not list is no step. False: its name is its step. */
  onlyMapped: z.boolean().default(false),
  /** Step of page calls; null when they are none. */
  pageStep: name.nullable().default('Page Viewed'),
  /** Step of screen calls; null when they are none. */
  screenStep: name.nullable().default('Screen Viewed'),
  /** Where the channel stands: the first path that holds a text that is not empty. */
  channel: paths.default(['context.campaign.medium']),
  /** What stands there to channel; null is no channel. What is not listed is its own channel. */
  channels: bounded(name.nullable(), MAX_NAMES).default({}),
  campaign: paths.default(['context.campaign.name']),
  /** Steps that convert, with where their value stands; null: a conversion without value. */
  conversions: bounded(z.strictObject({ value: payloadPath.nullable() }), MAX_CONVERSIONS).default({
    'Order Completed': { value: 'properties.revenue' },
  }),
  /** The event that says who referred its customer: `property` holds an identifier of that type. Null: none does. */
  referral: z
    .strictObject({ event: name, property: payloadPath, type: z.string().min(1).max(100) })
    .nullable()
    .default({ event: 'Referral', property: 'properties.referred_user_id', type: 'user_id' }),
});

export type JourneyMapping = Readonly<z.output<typeof journeyMapping>>;

/** The mapping of a tenant that has configured none. */
export const defaultJourneyMapping: JourneyMapping = journeyMapping.parse({});
