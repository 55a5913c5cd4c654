import type { SegmentPlan } from '../make-segments.ts';

const today = { unit: 'day', back: 0, zone: 'UTC' };

/** Segments that a shop would make first; the featured customer is in each. */
export const demoSegments: readonly SegmentPlan[] = [
  {
    key: 'loyal-customers',
    name: 'Loyal customers',
    description: 'Four orders or more in half a year, online or with the loyalty card.',
    rule: { event_count: [{ event: 'Order Completed', within: '180d' }, '>=', 4] },
  },
  {
    key: 'newsletter-audience',
    name: 'Newsletter audience',
    description:
      'Customers with an e-mail address who agreed to marketing: nobody else may get the newsletter.',
    rule: { and: [{ has_identifier: 'email' }, { consent: ['MARKETING', 'GRANTED'] }] },
  },
  {
    key: 'in-the-shop-today',
    name: 'In the shop today, nothing bought yet',
    description: 'Bought in the last half year and has been back since midnight (UTC) without an order.',
    rule: {
      and: [
        { event_count: [{ event: 'Order Completed', within: '180d' }, '>=', 1] },
        { event_count: [{ event: '*', calendar: today }, '>=', 1] },
        { event_count: [{ event: 'Order Completed', calendar: today }, '==', 0] },
      ],
    },
  },
];
