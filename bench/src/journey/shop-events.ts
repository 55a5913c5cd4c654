import type { NewEntry } from '@customer360/event-log';
import { seededRandom } from '../ingest/events.ts';

const DAYS = 60;
const DAY = 86_400_000;
const STEPS = [
  'Product Viewed',
  'Product Viewed',
  'Product List Viewed',
  'Product Added',
  'Checkout Started',
  'Order Completed',
];
const MEDIA = ['email', 'social', 'search', null, null, null];

/** Events of one visit of the busy visitor. */
const BUSY_RUN = 10;

/** The visitor whose history is long. */
export const BUSY_VISITOR = 'user-busy';

/**
 * Events of 60 days in the order of their times: a tenth is one busy visitor's, ten at a visit, the others come in visits of about five
 * events, two in three of them signed in. Without properties, so that what is measured is the graph's own.
 */
export function* shopEvents(amount: number): Generator<NewEntry, undefined> {
  const random = seededRandom(7);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const visitors = Math.max(10, Math.floor(amount / 20));
  const visiting: { readonly visitor: number; left: number }[] = [];
  const start = Date.now() - DAYS * DAY;
  for (let count = 0; count < amount; count += 1) {
    const time = start + Math.floor((count / amount) * DAYS * DAY);
    const isBusy = Math.floor(count / BUSY_RUN) % 10 === 0;
    while (visiting.length < 20) {
      visiting.push({ visitor: Math.floor(random() * visitors), left: 1 + Math.floor(random() * 9) });
    }
    const place = Math.floor(random() * visiting.length);
    const visit = visiting[place];
    if (visit === undefined) continue;
    visit.left -= 1;
    if (visit.left === 0) visiting.splice(place, 1);
    const anonymous = { type: 'anonymous_id', value: `device-${visit.visitor}` };
    const isKnown = visit.visitor % 3 !== 0;
    const identifiers = isBusy
      ? [{ type: 'user_id', value: BUSY_VISITOR }]
      : isKnown
        ? [{ type: 'user_id', value: `user-${visit.visitor}` }, anonymous]
        : [anonymous];
    const event = pick(STEPS);
    const medium = pick(MEDIA);
    yield {
      sourceId: 'shop',
      messageId: `shop-${count}`,
      kind: 'track',
      eventName: event,
      timestamp: time,
      originalTimestamp: null,
      sentAt: null,
      receivedAt: Date.now(),
      identifiers,
      mentions: [],
      payload: JSON.stringify({
        context: medium === null ? {} : { campaign: { medium, name: `${medium}-${visit.visitor % 4}` } },
        event,
        properties: {},
      }),
    };
  }
  return undefined;
}
