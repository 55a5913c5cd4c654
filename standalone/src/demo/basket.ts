import type { Faker } from '@faker-js/faker';
import type { JsonObject } from '../loaders/tracking-message.ts';
import type { Product } from './catalogue.ts';
import { coupons } from './marketing.ts';

export interface BasketLine {
  readonly product: Product;
  readonly quantity: number;
}

export interface Order {
  readonly orderId: string;
  readonly coupon: string | null;
  readonly discountCents: number;
  readonly properties: JsonObject;
}

const freeShippingFromCents = 5_000;
const shippingCents = 495;

export const productProperties = ({ product, quantity }: BasketLine): JsonObject => ({
  ...product,
  quantity,
});

/** What an `Order Completed` says: revenue is what the products cost after discounts, the total adds shipping. */
export function placeOrder(
  faker: Faker,
  lines: readonly BasketLine[],
  { shipped }: { shipped: boolean },
): Order {
  const cents = lines.reduce(
    (sum, { product, quantity }) => sum + Math.round(product.price * 100) * quantity,
    0,
  );
  const coupon = shipped && faker.datatype.boolean(0.22) ? faker.helpers.arrayElement(coupons) : null;
  const discountCents = coupon === null ? 0 : Math.round(cents / 10);
  const revenueCents = cents - discountCents;
  const shipping = shipped && revenueCents < freeShippingFromCents ? shippingCents : 0;
  const orderId = `${shipped ? 'W' : 'S'}-${faker.string.numeric({ length: 9, allowLeadingZeros: false })}`;
  return {
    orderId,
    coupon,
    discountCents,
    properties: {
      order_id: orderId,
      currency: 'USD',
      revenue: revenueCents / 100,
      shipping: shipping / 100,
      discount: discountCents / 100,
      total: (revenueCents + shipping) / 100,
      ...(coupon === null ? {} : { coupon }),
      products: lines.map(productProperties),
    },
  };
}
