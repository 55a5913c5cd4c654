import type { Faker } from '@faker-js/faker';
import { type BasketLine, placeOrder, productProperties } from './basket.ts';
import { daysLater } from './calendar.ts';
import { type Product, categories, products } from './catalogue.ts';
import type { DraftEvent } from './demo-event.ts';
import type { Device } from './devices.ts';
import type { Touch } from './marketing.ts';
import { type Identity, VisitRecorder } from './visit-recorder.ts';

/** How far a visit goes. Each step includes those before it. */
export const depths = ['bounce', 'browse', 'cart', 'checkout', 'order'] as const;
export type Depth = (typeof depths)[number];

export interface ShopVisit {
  readonly faker: Faker;
  readonly device: Device;
  readonly time: number;
  readonly touch: Touch;
  readonly depth: Depth;
  /** Set when the visitor is signed in. */
  readonly userId?: string;
}

const goesTo = (depth: Depth, step: Depth): boolean => depths.indexOf(depth) >= depths.indexOf(step);
const slug = (text: string): string => text.toLowerCase().replaceAll(' ', '-');

/** The recorder of a visit to the site or the app, after its landing page or first screen. */
export function openShop({ faker, device, time, touch, userId }: Omit<ShopVisit, 'depth'>): VisitRecorder {
  const identity: Identity = { anonymousId: device.anonymousId, ...(userId === undefined ? {} : { userId }) };
  const campaign = touch.campaign === null ? {} : { campaign: touch.campaign };
  const isApp = device.kind === 'app';
  const context = { ...device.context, ...campaign };
  const visit = new VisitRecorder(faker, { source: isApp ? 'app' : 'web', time, identity, context });
  if (isApp) {
    visit.track('Application Opened', { from_background: faker.datatype.boolean() });
    visit.screen('Home');
  } else {
    visit.page('Home', '/', touch.referrer);
  }
  return visit;
}

/** One visit: landing, browsing, and with luck a basket, a checkout, an order, and sometimes its refund. */
export function shopVisit(options: ShopVisit): DraftEvent[] {
  const { faker, depth, device, userId } = options;
  const visit = openShop(options);
  if (faker.datatype.boolean(0.3)) seePromotion(visit, faker);
  // A link's campaign belongs to the landing page and what is seen there.
  visit.forget('campaign');
  if (!goesTo(depth, 'browse')) return visit.events;
  const seen = browse(visit, faker, device);
  if (!goesTo(depth, 'cart')) return visit.events;
  const basket = fillBasket(visit, faker, seen);
  if (!goesTo(depth, 'checkout')) return visit.events;
  visit.track('Checkout Started', { currency: 'USD', products: basket.map(productProperties) });
  if (!goesTo(depth, 'order')) return visit.events;
  const order = placeOrder(faker, basket, { shipped: true });
  if (order.coupon !== null) {
    const { coupon, orderId, discountCents } = order;
    visit.track('Coupon Applied', {
      order_id: orderId,
      coupon_id: coupon,
      coupon_name: coupon,
      discount: discountCents / 100,
    });
  }
  visit.track('Order Completed', order.properties);
  if (userId === undefined || !faker.datatype.boolean(0.1)) return visit.events;
  return [...visit.events, refund(faker, visit.time, userId, order.properties)];
}

function seePromotion(visit: VisitRecorder, faker: Faker): void {
  const category = faker.helpers.arrayElement(categories);
  const promotion = {
    promotion_id: `promo-${slug(category)}`,
    name: `${category} week`,
    creative: 'banner',
    position: 'home_top',
  };
  visit.track('Promotion Viewed', promotion);
  if (faker.datatype.boolean(0.3)) visit.track('Promotion Clicked', promotion);
}

function browse(visit: VisitRecorder, faker: Faker, device: Device): readonly Product[] {
  const category = faker.helpers.arrayElement(categories);
  const shelf = products.filter((product) => product.category === category);
  const listed = faker.helpers.arrayElements(shelf, 6);
  if (faker.datatype.boolean(0.3)) {
    const query = faker.helpers.arrayElement(listed).name.toLowerCase();
    // Two letters in the wrong order: people type fast.
    const typed = faker.datatype.boolean(0.15) ? query.replace(/(.)(.)$/, '$2$1') : query;
    visit.track('Products Searched', { query: typed });
  } else {
    if (device.kind === 'app') visit.screen(category);
    else visit.page(category, `/c/${slug(category)}`);
    visit.track('Product List Viewed', {
      list_id: slug(category),
      category,
      products: listed.map(({ product_id, name, price }, position) => ({
        product_id,
        name,
        price,
        position: position + 1,
      })),
    });
  }
  const viewed = faker.helpers.arrayElements(listed, faker.number.int({ min: 1, max: 3 }));
  for (const product of viewed) visit.track('Product Viewed', { ...product, currency: 'USD' });
  return viewed;
}

function fillBasket(visit: VisitRecorder, faker: Faker, seen: readonly Product[]): readonly BasketLine[] {
  const chosen = faker.helpers.arrayElements(seen, { min: 1, max: seen.length });
  const basket = chosen.map((product) => ({
    product,
    quantity: faker.helpers.weightedArrayElement([
      { weight: 80, value: 1 },
      { weight: 15, value: 2 },
      { weight: 5, value: 4 },
    ]),
  }));
  for (const line of basket) visit.track('Product Added', { ...productProperties(line), currency: 'USD' });
  return basket;
}

/** Some days later the shop's own system reports the refund. */
function refund(
  faker: Faker,
  orderedAt: number,
  userId: string,
  order: DraftEvent['message']['properties'],
): DraftEvent {
  const { order_id = null, currency = null, total = null, products: returned = null } = order ?? {};
  return {
    source: 'crm',
    time: daysLater(faker, orderedAt, 3, 14),
    message: {
      type: 'track',
      userId,
      event: 'Order Refunded',
      properties: { order_id, currency, total, products: returned },
    },
  };
}
