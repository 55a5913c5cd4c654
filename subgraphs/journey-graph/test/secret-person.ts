import type { ProfileMessage } from './graph-fixture.ts';

/** Stands in every place where a personal value can stand; a mask may show its first letter or last digits only. */
export const MARK = /zebulon|quistenberg|70012398/i;

export const person = '0b3f2c1e-1111-8111-8111-111111111111';
export const friend = '0b3f2c1e-2222-8222-8222-222222222222';

/** Everything that a person and one whom they brought may have said; names of events and campaigns are no secrets. */
export const secretHistory: readonly ProfileMessage[] = [
  {
    profileId: person,
    type: 'identify',
    timestamp: '2026-03-01T12:00:00.000Z',
    messageId: 'message-of-zebulon@example.com',
    userId: 'zebulon-1',
    anonymousId: 'device-of-zebulon',
    context: {
      externalIds: [{ id: 'card-zebulon', type: 'loyalty_card', collection: 'users', encoding: 'none' }],
    },
    traits: { name: 'Zebulon Quistenberg', email: 'zebulon@example.com', phone: '+49 170 70012398' },
  },
  ...['Product Viewed', 'Product Added', 'Order Completed', 'Referral'].map((event, place) => ({
    profileId: person,
    event,
    timestamp: `2026-03-01T12:0${place + 1}:00.000Z`,
    userId: 'zebulon-1',
    context: { campaign: { medium: 'email', name: 'spring' }, ip: 'zebulon', page: { title: 'Zebulon' } },
    properties: {
      revenue: 12.5,
      order_id: 'zebulon',
      coupon: ['zebulon', { code: 'Zebulon' }],
      'zebulon@example.com': { 'zebulon@example.com': 'zebulon' },
      phones: ['+4917070012398'],
      referred_user_id: 'friend-of-zebulon',
    },
  })),
  ...['Product Viewed', 'Order Completed'].map((event, place) => ({
    profileId: friend,
    event,
    timestamp: `2026-03-02T12:0${place}:00.000Z`,
    userId: 'friend-of-zebulon',
    traits: { firstName: 'Zebulon', lastName: 'Quistenberg' },
    properties: { revenue: 7, note: 'from Zebulon' },
  })),
];
