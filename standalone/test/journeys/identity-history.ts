import type { NewEntry } from '@customer360/event-log';
import { canonicalJson, typePriority } from '@customer360/tracking';

/** A number from 0 up to `below`, not included. */
export type Pick = (below: number) => number;

/** The same numbers for the same seed (Park and Miller's generator). */
export function picksOf(seed: number): Pick {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const START = Date.UTC(2026, 2, 31, 20);
const MINUTE = 60_000;
const NAMES = ['Product Viewed', 'Product Added', 'Order Completed', 'Referral'];

/** An event of one of few people and devices, often late, sometimes on a device that others use too. */
export function someEvent(pick: Pick, number: number): NewEntry {
  const carried = [
    ...(pick(2) === 0 ? [{ type: 'user_id', value: `user-${pick(4)}` }] : []),
    ...(pick(5) === 0 ? [{ type: 'email', value: `mail-${pick(4)}@example.com` }] : []),
  ];
  const identifiers =
    carried.length === 0 || pick(2) === 0
      ? [...carried, { type: 'anonymous_id', value: `device-${pick(6)}` }]
      : carried;
  const kind = pick(6) === 0 ? 'identify' : 'track';
  const event = NAMES[pick(NAMES.length)] ?? '';
  const time = START + pick(12) * 20 * MINUTE + number * MINUTE;
  const content =
    kind === 'identify'
      ? { type: kind, traits: { firstName: `First ${pick(3)}`, lastName: `Last ${pick(3)}` } }
      : {
          type: kind,
          event,
          properties: { revenue: pick(10_000) / 100, referred_user_id: `user-${pick(6)}` },
          context: { campaign: pick(3) === 0 ? { medium: 'email', name: `campaign-${pick(2)}` } : {} },
        };
  return {
    ...blank(`event-${number}`, time),
    sourceId: 'web',
    kind,
    eventName: kind === 'track' ? event : null,
    identifiers: identifiers.toSorted((a, b) => typePriority(a.type) - typePriority(b.type)),
    payload: canonicalJson(content),
  };
}

/** A command of an operator; its identifier is what it blocks or frees. */
export function command(content: object, number: number, value?: string): NewEntry {
  return {
    ...blank(`command-${number}`, START + number * MINUTE),
    sourceId: 'graphql',
    kind: 'command',
    eventName: null,
    identifiers: value === undefined ? [] : [{ type: 'anonymous_id', value }],
    payload: canonicalJson(content),
  };
}

/** The command that makes a segment of those who bought so often. */
export function createBuyers(place: number, least: number): NewEntry {
  return {
    ...command(
      {
        command: 'createSegment',
        segmentId: `5e600000-0000-8000-8000-00000000000${place}`,
        name: `Buyers ${place}`,
        description: null,
        kind: 'REALTIME',
        rule: { event_count: [{ event: 'Order Completed' }, '>=', least] },
      },
      0,
    ),
    messageId: `segment-${place}`,
  };
}

function blank(messageId: string, timestamp: number) {
  return {
    messageId,
    timestamp,
    originalTimestamp: null,
    sentAt: null,
    receivedAt: Date.now(),
    mentions: [],
  };
}
