/** The events of the bench's visitors. */
export const NAMES = [
  'Product Viewed',
  'Product Added',
  'Order Completed',
  'Page Viewed',
  'Promotion Viewed',
];

/** Rules of every kind that remembers events, over the given names. */
export function realtimeRules(count: number, names: readonly string[]): readonly object[] {
  return Array.from({ length: count }, (_, index) => {
    const event = names[index % names.length] ?? '';
    const within = `${1 + (index % 30)}d`;
    const n = 1 + (index % 7);
    switch (index % 4) {
      case 0:
        return { event_count: [{ event, within }, '>=', n] };
      case 1:
        return { event_sum: [{ event, property: 'total', within }, '>', n * 50] };
      case 2:
        return { event_sequence: { steps: [{ event }, { event: names[2] ?? event }], within } };
      default:
        return {
          and: [
            { event_count: [{ event, within }, '>=', n] },
            { not: { event_count: [{ event, within: '10s' }, '>=', 9] } },
          ],
        };
    }
  });
}
