import { fromCents, toCents } from '../money.ts';
import type { JsonObject } from '../tracking-message.ts';
import type { CompleteJourneyFiles, ProductRow, TransactionRow } from './files.ts';
import type { TimedMessage } from './timed-message.ts';

/** One `Order Completed` per basket, at the earliest time of its lines, worth the sum of their `sales_value`. */
export function orderMessages({ transactions, products }: CompleteJourneyFiles): readonly TimedMessage[] {
  const baskets = Map.groupBy(transactions, (line) => line.basket_id);
  return [...baskets].map(([basket, lines]) => orderMessage(basket, lines, products));
}

function orderMessage(
  basket: string,
  lines: readonly TransactionRow[],
  products: ReadonlyMap<string, ProductRow>,
): TimedMessage {
  const [first] = lines;
  if (first === undefined) throw new Error(`basket ${basket} has no lines`);
  if (lines.some((line) => line.household_id !== first.household_id)) {
    throw new Error(`basket ${basket} belongs to more than one household`);
  }
  const revenue = fromCents(sum(lines, (line) => toCents(line.sales_value)));
  return {
    time: Math.min(...lines.map((line) => Date.parse(line.transaction_timestamp))),
    kind: 'order',
    number: Number(basket),
    household: first.household_id,
    message: {
      type: 'track',
      messageId: `cj-order-${basket}`,
      userId: first.household_id,
      event: 'Order Completed',
      properties: {
        order_id: basket,
        affiliation: `Store ${first.store_id}`,
        currency: 'USD',
        revenue,
        total: revenue,
        discount: fromCents(sum(lines, discountCents)),
        products: lines.map((line) => lineItem(line, products.get(line.product_id))),
      },
    },
  };
}

function lineItem(line: TransactionRow, product: ProductRow | undefined): JsonObject {
  return {
    product_id: line.product_id,
    ...(product === undefined ? {} : productProperties(product)),
    quantity: Number(line.quantity),
    price: unitPrice(line),
    sales_value: fromCents(toCents(line.sales_value)),
    retail_discount: fromCents(toCents(line.retail_disc)),
    coupon_discount: fromCents(toCents(line.coupon_disc)),
    coupon_match_discount: fromCents(toCents(line.coupon_match_disc)),
  };
}

/** The files leave unknown columns empty; the event leaves them out. */
function productProperties(product: ProductRow): JsonObject {
  const known = {
    name: product.product_type,
    category: product.product_category,
    department: product.department,
    brand: product.brand,
    manufacturer_id: product.manufacturer_id,
    package_size: product.package_size,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== ''));
}

/** Currency per piece to four decimals: fuel is counted in small units. The exact amount of a line is `sales_value`. */
function unitPrice(line: TransactionRow): number {
  const quantity = Number(line.quantity);
  const amount = fromCents(toCents(line.sales_value));
  return quantity > 1 ? Math.round((amount / quantity) * 10_000) / 10_000 : amount;
}

const discountCents = (line: TransactionRow): number =>
  toCents(line.retail_disc) + toCents(line.coupon_disc) + toCents(line.coupon_match_disc);

const sum = (lines: readonly TransactionRow[], of: (line: TransactionRow) => number): number =>
  lines.reduce((total, line) => total + of(line), 0);
